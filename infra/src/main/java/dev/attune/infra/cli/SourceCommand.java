package dev.attune.infra.cli;

import dev.attune.infra.stack.LocalStack;
import java.io.PrintStream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** Sources and their write keys. */
@Command(
    name = "source",
    description = "Add a source: an app or a backend with a write key of its own.",
    mixinStandardHelpOptions = true)
final class SourceCommand implements Runnable {

  @Override
  public void run() {
    CommandLine.usage(this, System.out);
  }

  @Command(name = "add", description = "Add a source and print its write key.", mixinStandardHelpOptions = true)
  int add(@Parameters(paramLabel = "NAME", description = "A name of your choice, such as shop.") String name) {
    LocalStack stack = StackStart.stack();
    CommandApi api = new CommandApi(stack);
    JsonNode source = api.send("POST", "/v1/sources", "application/json", api.object("name", name));
    print(source, stack.addresses().commandUrl(), System.out);
    return 0;
  }

  static void print(JsonNode source, String url, PrintStream out) {
    String key = source.path("writeKey").asString("");
    out.printf("""
        Source     %s (%s)
        Write key  %s

        Try it:

          curl -u '%s:' %s/v1/track -H 'Content-Type: application/json' \\
            -d '{"anonymousId":"me","event":"product_view","properties":{"product_id":"p-1"}}'
        """, source.path("name").asString(""), source.path("id").asString(""), key, key, url);
  }
}
