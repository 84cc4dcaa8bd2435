package dev.attune.infra.cli;

import dev.attune.infra.stack.StackException;
import dev.attune.infra.terminal.Progress;
import dev.attune.infra.terminal.Terminal;
import dev.attune.infra.terminal.Text;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Has command-service write the log into another topic, and shows how far it is. */
@Command(
    name = "relay",
    description = "Write the whole log into another topic, in the way of attune.events.",
    footer = {
      "",
      "command-service does the work: Ctrl-C leaves it going, and the same command shows it again. A copy that stopped",
      "goes on from its checkpoint when the command is given again; one that is done takes up what came later. A topic",
      "that exists must be empty or hold an earlier copy."
    },
    mixinStandardHelpOptions = true)
final class RelayCommand implements Callable<Integer> {

  private static final String PATH = "/v1/relay/copies";
  private static final String JSON = "application/json";

  @Option(
      names = "--from",
      paramLabel = "POSITION",
      required = true,
      description = "Always 1: a topic holds the whole history.")
  private long from;

  @Option(names = "--topic", paramLabel = "NAME", required = true, description = "The topic to write.")
  private String topic = "";

  @Option(
      names = "--partitions",
      paramLabel = "N",
      description = "Partitions of the topic; as many as attune.events has if not given.")
  private @Nullable Integer partitions;

  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() {
    if (from != 1) {
      throw new ParameterException(
          java.util.Objects.requireNonNull(spec).commandLine(),
          "--from must be 1: each record names the one before it in its partition, from the first event on.");
    }
    follow(new CommandApi(StackStart.stack()), topic, partitions, Terminal.standard(), Duration.ofMillis(500));
    return 0;
  }

  /**
   * Asks for the copy and stays until it is done.
   *
   * @throws StackException with the reason if it fails
   */
  static void follow(CommandApi api, String topic, @Nullable Integer partitions, Terminal terminal, Duration pause) {
    Copy copy = Copy.of(api.send("POST", PATH, JSON, wanted(topic, partitions)));
    long begin = System.nanoTime();
    long from = copy.position();
    Copy[] latest = {copy};
    try (Progress progress = Progress.start(terminal, "relay", copy.target(), () -> latest[0].remark())) {
      progress.advance(from);
      while (copy.state().equals("COPYING")) {
        sleep(pause);
        Copy next = Copy.of(api.send("GET", PATH + "/" + topic, JSON, ""));
        latest[0] = next;
        progress.advance(next.position() - copy.position());
        copy = next;
      }
    }
    if (!copy.state().equals("DONE")) {
      throw new StackException("The copy stopped at position %s: %s. Give the same command again to go on from there."
          .formatted(Text.count(copy.position()), copy.reason()));
    }
    Duration time = Duration.ofNanos(System.nanoTime() - begin);
    long written = copy.position() - from;
    terminal.line("Topic %s holds the log up to position %s: %s written in %s (%s events/s).".formatted(
        topic, Text.count(copy.position()), Text.count(written, "event"), Text.seconds(time),
        Text.count(Text.perSecond(written, time))));
  }

  private static String wanted(String topic, @Nullable Integer partitions) {
    var body = JsonMapper.shared().createObjectNode().put("topic", topic);
    if (partitions != null) {
      body.put("partitions", partitions);
    }
    return body.toString();
  }

  private static void sleep(Duration pause) {
    try {
      Thread.sleep(pause);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StackException("Interrupted. The copy goes on.", e);
    }
  }

  /** How far command-service says it is. */
  private record Copy(String state, long position, long target, double eventsPerSecond, String reason) {

    static Copy of(JsonNode answer) {
      return new Copy(
          answer.path("state").asString(""),
          answer.path("position").asLong(0),
          answer.path("target").asLong(0),
          answer.path("eventsPerSecond").asDouble(0),
          answer.path("reason").asString("unknown"));
    }

    String remark() {
      String speed = Text.count(Math.round(eventsPerSecond)) + " events/s";
      return eventsPerSecond < 1 || position >= target
          ? speed
          : speed + ", " + left(Math.round((target - position) / eventsPerSecond)) + " left";
    }

    private static String left(long seconds) {
      return "%d:%02d:%02d".formatted(seconds / 3600, seconds / 60 % 60, seconds % 60);
    }
  }
}
