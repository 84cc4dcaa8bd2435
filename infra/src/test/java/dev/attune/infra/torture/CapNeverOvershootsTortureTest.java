package dev.attune.infra.torture;

import dev.attune.infra.stack.Component;
import dev.attune.infra.stack.LocalStack;
import dev.attune.infra.stack.Node;
import dev.attune.infra.torture.CapTorture.Outcome;
import dev.attune.infra.wholeway.WholeStack;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** The short version; {@code ./attune torture} runs the long one. */
class CapNeverOvershootsTortureTest {

  private static final int THREADS = 64;

  @Test
  void no_session_is_shown_a_fourth_offer_whatever_is_killed() {
    LocalStack stack = WholeStack.up();
    Node second = stack.startNode(Component.COMMAND, stack.freePort());
    CapTorture.Size size = new CapTorture.Size(20_000, THREADS, 10);
    Outcome outcome;
    try {
      outcome =
          new CapTorture(stack, System.out)
              .run(
                  Seeds.next("CapNeverOvershootsTortureTest"), size,
                  List.of(stack.first(Component.COMMAND), second), stack.nodes());
    } finally {
      stack.stop(second);
    }

    assertThat(outcome.strikes()).hasSize(size.kills());
    assertThat(outcome.strikes()).extracting(strike -> strike.node().component()).contains(Component.values());
    assertThat(outcome.strikes()).extracting(Killer.Strike::node).contains(second, stack.first(Component.COMMAND));
    assertThat(outcome.answered()).hasSize(outcome.plan().requests()).hasSizeGreaterThanOrEqualTo(20_000);
    assertThat(outcome.repeats()).as("repeated requests").isGreaterThan(1_000);
    assertThat(outcome.complaints()).isEmpty();
    assertThat(CapCheck.full(outcome.answered().values()))
        .as("sessions that the cap had to hold back").isEqualTo(outcome.plan().requests() / AskPlan.PER_SESSION);
  }

  @Test
  void a_service_that_stores_what_it_decided_on_a_stale_state_fails_the_same_test() {
    LocalStack stack = WholeStack.up();
    Path service = stack.settings().repository().resolve("command-service").resolve("target");
    List<String> weakened = List.of(
        "-Xmx256m", "-cp", service.resolve("command-service.jar").toString(),
        "-Dloader.path=" + service.resolve("test-classes"),
        "-Dloader.main=dev.attune.weakened.WeakenedCommandService",
        "org.springframework.boot.loader.launch.PropertiesLauncher");
    Node one = stack.startNode(Component.COMMAND, stack.freePort(), weakened);
    Node other = stack.startNode(Component.COMMAND, stack.freePort(), weakened);
    Outcome outcome;
    try {
      outcome =
          new CapTorture(stack, System.out)
              .run(
                  Seeds.next("CapNeverOvershootsTortureTest"), new CapTorture.Size(1_200, THREADS, 0),
                  List.of(one, other), List.of());
    } finally {
      stack.stop(one);
      stack.stop(other);
    }

    System.out.printf("  weakened: %d complaints, such as: %s%n", outcome.overshoots().size(),
        outcome.overshoots().stream().findFirst().orElse("none"));
    assertThat(outcome.answered()).hasSize(outcome.plan().requests());
    assertThat(CapCheck.overshoots("answers", outcome.answered().values())).isNotEmpty();
    assertThat(CapCheck.overshoots("timelines", outcome.viewed())).isNotEmpty();
  }
}
