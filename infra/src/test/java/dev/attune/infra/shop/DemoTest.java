package dev.attune.infra.shop;

import dev.attune.infra.client.Access;
import dev.attune.infra.standin.StandIn;
import dev.attune.infra.terminal.Terminal;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class DemoTest {

  @TempDir private Path home;

  private record Outcome(int exitCode, String text) {}

  @Test
  void the_demo_shows_what_came_of_the_traffic_and_recomputes_a_session() throws Exception {
    try (StandIn services = new StandIn()) {
      Outcome outcome = run(services);
      System.out.println(outcome.text());
      assertThat(outcome.exitCode()).isZero();
      assertThat(outcome.text())
          .contains("product_view", "purchase", "One of them", "nothing behind")
          .contains("3 of 3 shown in this session")
          .containsPattern("Recomputed from history: (\\d+) of \\1 decisions identical")
          .contains("/explanation", "ATTUNE_READ_KEY")
          .doesNotContain("\u001b");
    }
  }

  @Test
  void no_line_but_the_commands_to_copy_is_wider_than_the_page() throws Exception {
    try (StandIn services = new StandIn()) {
      assertThat(run(services).text().lines().filter(line -> !line.contains("curl ") && !line.contains("KEY=")))
          .allSatisfy(line -> assertThat(line.length()).as(line).isLessThanOrEqualTo(Terminal.WIDTH));
    }
  }

  @Test
  void a_second_run_brings_new_traffic_with_the_same_key() throws Exception {
    try (StandIn services = new StandIn()) {
      run(services);
      long before = services.people().position();
      Outcome second = run(services);
      assertThat(second.exitCode()).isZero();
      assertThat(second.text()).contains("run 2");
      assertThat(services.people().position()).isGreaterThan(before + 500);
      assertThat(services.sources()).containsOnlyKeys("demo");
      assertThat(Files.readString(home.resolve("secrets").resolve("demo-write-key")).strip())
          .isEqualTo(services.sources().get("demo"));
    }
  }

  @Test
  void a_decision_that_is_not_identical_is_told_loudly_and_fails() throws Exception {
    try (StandIn services = new StandIn()) {
      services.forget();
      Outcome outcome = run(services);
      assertThat(outcome.exitCode()).isEqualTo(1);
      assertThat(outcome.text()).contains("NOT IDENTICAL").doesNotContain("bit for bit");
    }
  }

  @Test
  void a_source_whose_key_was_lost_is_passed_over() throws Exception {
    try (StandIn services = new StandIn()) {
      services.sources().put("demo", "lost");
      assertThat(run(services).exitCode()).isZero();
      assertThat(services.sources()).containsOnlyKeys("demo", "demo-2");
    }
  }

  @Test
  void services_that_are_busy_for_a_moment_cost_nothing() throws Exception {
    try (StandIn services = new StandIn()) {
      services.failNext(20, 503);
      assertThat(run(services).exitCode()).isZero();
    }
  }

  private Outcome run(StandIn services) throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    Terminal terminal = Terminal.plain(new PrintStream(bytes, true, StandardCharsets.UTF_8));
    Access access = services.access(home);
    Demo.Plan plan =
        new Demo.Plan(Path.of("demo", "shop.yaml"), home.resolve("secrets").resolve("env"), 42, 120, 12, 0, 8);
    int exitCode = new Demo(access, terminal, plan, InstantSource.system()).run();
    return new Outcome(exitCode, bytes.toString(StandardCharsets.UTF_8));
  }
}
