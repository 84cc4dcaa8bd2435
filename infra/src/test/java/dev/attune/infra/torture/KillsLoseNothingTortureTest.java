package dev.attune.infra.torture;

import dev.attune.infra.torture.KillsTorture.Outcome;
import dev.attune.infra.wholeway.WholeStack;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** The short version; {@code ./attune torture} runs the long one. */
class KillsLoseNothingTortureTest {

  private static final KillsTorture.Size SIZE = new KillsTorture.Size(20_000, 400, 8, 10);

  private static Outcome outcome;

  @BeforeAll
  static void torture() {
    outcome = new KillsTorture(WholeStack.up(), System.out).run(Seeds.next("KillsLoseNothingTortureTest"), SIZE);
  }

  @Test
  void every_part_was_killed_twice_in_the_middle_of_the_load() {
    assertThat(outcome.strikes()).hasSize(SIZE.kills());
    assertThat(outcome.strikes()).allSatisfy(strike -> {
      assertThat(strike.done()).isBetween(1L, outcome.plan().posts().size() - 1L);
      assertThat(strike.inFlight()).isPositive();
    });
    assertThat(outcome.repeated()).as("requests that had to be sent again").isPositive();
  }

  @Test
  void what_was_acknowledged_is_there_once_and_nothing_else() {
    assertThat(outcome.book().values().stream().mapToInt(Map::size).sum()).isEqualTo(SIZE.messages());
    assertThat(outcome.complaints()).isEmpty();
  }

  @Test
  void one_lost_message_would_have_been_noticed() {
    Map<Person, Seen> tampered = tampered(ids -> ids.removeLast());

    assertThat(LossCheck.complaints(outcome.book(), tampered, outcome.totals()))
        .singleElement().asString().contains("lost");
  }

  @Test
  void one_doubled_message_would_have_been_noticed() {
    Map<Person, Seen> tampered = tampered(ids -> ids.add(ids.getFirst()));

    assertThat(LossCheck.complaints(outcome.book(), tampered, outcome.totals()))
        .singleElement().asString().contains("stands 2 times");
  }

  private static Map<Person, Seen> tampered(Consumer<List<String>> change) {
    Map<Person, Seen> seen = new HashMap<>(outcome.seen());
    Person person = outcome.plan().people().getFirst();
    Seen before = seen.getOrDefault(person, Seen.NOBODY);
    List<String> ids = new ArrayList<>(before.messageIds());
    change.accept(ids);
    seen.put(person, new Seen(before.counts(), ids));
    return seen;
  }
}
