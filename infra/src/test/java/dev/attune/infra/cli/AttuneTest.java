package dev.attune.infra.cli;

import com.sun.net.httpserver.HttpServer;
import dev.attune.infra.stack.Component;
import dev.attune.infra.stack.Node;
import dev.attune.infra.stack.NodeState;
import dev.attune.infra.stack.NodeStatus;
import dev.attune.infra.stack.StackException;
import dev.attune.infra.terminal.Terminal;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.Writer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class AttuneTest {

  @Test
  void without_arguments_it_shows_its_commands() {
    assertThat(Attune.commandLine().getSubcommands()).containsKeys("up", "demo", "status", "logs", "stop", "import",
        "source", "definitions", "bench", "torture", "relay", "rebuild", "reconcile", "clean");
    assertThat(Attune.commandLine().getUsageMessage()).contains("up", "demo", "First steps");
  }

  @Test
  void status_shows_each_node_and_the_sum_of_memory() {
    String table = printed(out -> StatusCommand.print(List.of(
        new NodeStatus(new Node(Component.KAFKA, 1, 7804), NodeState.UP, OptionalLong.of(42), Duration.ofSeconds(75),
            OptionalLong.of(200L << 20)),
        new NodeStatus(new Node(Component.QUERY, 2, 7812), NodeState.DOWN, OptionalLong.empty(), Duration.ZERO,
            OptionalLong.empty())), out));

    assertThat(table).contains("kafka").contains("42").contains("1m 15s").contains("query-service-2").contains("down");
    assertThat(table.lines().toList().getLast()).startsWith("all").endsWith("200 MiB");
  }

  @Test
  void a_second_turn_is_refused_while_the_first_lasts(@TempDir Path home) {
    try (Turn first = Turn.take(home)) {
      assertThat(first).isNotNull();
      assertThatThrownBy(() -> Turn.take(home)).hasMessageContaining("Another ./attune");
    }
    try (Turn second = Turn.take(home)) {
      assertThat(second).isNotNull();
    }
  }

  @Test
  void a_new_source_is_shown_with_a_curl_that_uses_its_key() {
    JsonNode source = json("{\"name\":\"shop\",\"id\":\"s-1\",\"writeKey\":\"k-1\"}");

    assertThat(printed(out -> SourceCommand.print(source, "http://127.0.0.1:7801", out)))
        .contains("Write key  k-1")
        .contains("curl -u 'k-1:' http://127.0.0.1:7801/v1/track");
  }

  @Test
  void applied_definitions_are_shown_as_a_table() {
    JsonNode answer = json("""
        {"applied":[{"key":"spring-sale","kind":"offer","version":2}],"unchanged":3,"position":"1-17"}""");

    assertThat(printed(out -> DefinitionsCommand.print(answer, out)))
        .containsPattern("offer +spring-sale +2")
        .contains("1 applied, 3 unchanged, at position 1-17");
  }

  @Test
  void a_request_carries_the_admin_key_and_a_refusal_is_explained() throws Exception {
    HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/v1/sources", exchange -> {
      boolean known = "Bearer secret".equals(exchange.getRequestHeaders().getFirst("Authorization"));
      byte[] body = (known ? "{\"name\":\"shop\"}" : "{\"title\":\"Unknown key\",\"status\":401}").getBytes(
          StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(known ? 201 : 401, body.length);
      try (OutputStream out = exchange.getResponseBody()) {
        out.write(body);
      }
    });
    server.start();
    URI base = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    try {
      assertThat(new CommandApi(base, "secret").send("POST", "/v1/sources", "application/json", "{}").path("name")
          .asString()).isEqualTo("shop");
      assertThatThrownBy(() -> new CommandApi(base, "wrong").send("POST", "/v1/sources", "application/json", "{}"))
          .isInstanceOf(StackException.class)
          .hasMessage("Unknown key (401)");
    } finally {
      server.stop(0);
    }
    assertThatThrownBy(() -> new CommandApi(base, "secret").send("POST", "/v1/sources", "application/json", "{}"))
        .hasMessageContaining("./attune up");
  }

  @Test
  void a_copy_of_the_log_is_followed_until_it_is_done_or_fails() throws Exception {
    AtomicInteger asked = new AtomicInteger();
    List<String> bodies = new CopyOnWriteArrayList<>();
    HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/v1/relay/copies", exchange -> {
      bodies.add(exchange.getRequestMethod() + new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
      int step = asked.incrementAndGet();
      boolean fails = exchange.getRequestURI().getPath().endsWith("/broken");
      String state = step % 3 != 0 ? "COPYING" : fails ? "FAILED" : "DONE";
      byte[] body = """
          {"state":"%s","position":%d,"target":3000,"eventsPerSecond":100.0,"reason":"Kafka is away"}"""
          .formatted(state, step * 1000).getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(200, body.length);
      try (OutputStream out = exchange.getResponseBody()) {
        out.write(body);
      }
    });
    server.start();
    CommandApi api = new CommandApi(URI.create("http://127.0.0.1:" + server.getAddress().getPort()), "secret");
    try {
      assertThat(printed(out -> RelayCommand.follow(api, "new", 8, Terminal.plain(out), Duration.ZERO)))
          .contains("Topic new holds the log up to position 3,000: 2,000 events written");
      assertThat(bodies).containsExactly("POST{\"topic\":\"new\",\"partitions\":8}", "GET", "GET");
      asked.set(0);
      assertThatThrownBy(
          () -> printed(out -> RelayCommand.follow(api, "broken", null, Terminal.plain(out), Duration.ZERO)))
          .isInstanceOf(StackException.class)
          .hasMessage("The copy stopped at position 3,000: Kafka is away. Give the same command again to go on from there.");
    } finally {
      server.stop(0);
    }
  }

  @Test
  void a_copy_begins_with_the_first_event() {
    CommandLine attune = Attune.commandLine();
    attune.setErr(new PrintWriter(Writer.nullWriter()));
    assertThat(attune.execute("relay", "--from", "2", "--topic", "x")).isEqualTo(2);
    assertThat(attune.execute("relay", "--from", "1")).isEqualTo(2);
  }

  private static JsonNode json(String text) {
    return JsonMapper.shared().readTree(text);
  }

  private static String printed(Consumer<PrintStream> printer) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    printer.accept(new PrintStream(bytes, true, StandardCharsets.UTF_8));
    return bytes.toString(StandardCharsets.UTF_8);
  }
}
