package dev.attune.core.funnel;

import dev.attune.contracts.DefinitionEvent.FunnelPublished;
import dev.attune.contracts.DefinitionEvent.FunnelStep;
import dev.attune.core.funnel.FunnelProgress.Stage;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

import static dev.attune.core.funnel.Shopper.NOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class FunnelTest {

  private static final Duration HOUR = Duration.ofHours(1);

  @Test
  void somebody_who_did_nothing_has_never_entered() {
    FunnelProgress progress = Shopper.with(HOUR).does("search", 0).does("cart", 1).at(2);
    assertThat(progress.stage()).isEqualTo(Stage.NEVER_ENTERED);
    assertThat(Shopper.with(HOUR).does("purchase", 0).state().contribution(Shopper.funnel(HOUR))).isNull();
  }

  @Test
  void steps_count_in_their_order_only() {
    Shopper shopper = Shopper.with(HOUR).does("cart", 0).does("view", 1).does("purchase", 2);
    assertThat(shopper.at(3).current().times()).containsExactly(minute(1));
    assertThat(shopper.does("cart", 4).at(5).current().times()).containsExactly(minute(1), minute(4));
    assertThat(shopper.does("purchase", 6).at(6).stage()).isEqualTo(Stage.COMPLETED);
    assertThat(shopper.at(6).current().times()).containsExactly(minute(1), minute(4), minute(6));
  }

  @Test
  void the_limit_counts_from_the_first_step_to_the_microsecond() {
    Shopper inTime = Shopper.with(HOUR).does("view", 0).does("cart", 1).does("purchase", 60);
    assertThat(inTime.at(61).stage()).isEqualTo(Stage.COMPLETED);
    Shopper late =
        Shopper.with(HOUR).does("view", 0).does("cart", 1).does("purchase", minute(60).plusNanos(1_000), "phone");
    assertThat(late.at(61).stage()).isEqualTo(Stage.ABANDONED);
    assertThat(late.at(61).current().reached()).isEqualTo(2);
  }

  @Test
  void a_cart_is_abandoned_by_time_alone() {
    Shopper shopper = Shopper.with(HOUR).does("view", 0).does("cart", 10);
    FunnelProgress before = shopper.at(60);
    assertThat(before.stage()).isEqualTo(Stage.UNDER_WAY);
    assertThat(before.expires()).isEqualTo(minute(60));
    assertThat(before.nextChange()).isEqualTo(minute(60).plusNanos(1_000));
    FunnelProgress after = shopper.state().progress(shopper.funnel(), before.nextChange());
    assertThat(after.stage()).isEqualTo(Stage.ABANDONED);
    assertThat(after.current().reached()).isEqualTo(2);
    assertThat(after.nextChange()).isNull();
  }

  @Test
  void a_later_first_step_takes_the_place_of_one_that_got_no_further() {
    Shopper shopper = Shopper.with(HOUR).does("view", 0).does("view", 50).does("cart", 70).does("purchase", 100);
    FunnelProgress progress = shopper.at(101);
    assertThat(progress.stage()).isEqualTo(Stage.COMPLETED);
    assertThat(progress.current().began()).isEqualTo(minute(50));
    assertThat(progress.entries()).isEqualTo(2);
    assertThat(progress.completions()).isEqualTo(1);
  }

  @Test
  void who_looks_on_with_a_full_cart_still_stands_at_the_cart() {
    FunnelProgress progress = Shopper.with(HOUR).does("view", 0).does("cart", 5).does("view", 6).at(7);
    assertThat(progress.current().reached()).isEqualTo(2);
    assertThat(progress.entries()).isEqualTo(2);
  }

  @Test
  void an_exclusion_ends_the_attempt_and_a_later_first_step_begins_another() {
    Shopper shopper = Shopper.with(HOUR).does("view", 0).does("clear", 1).does("cart", 2).does("clear", 3);
    assertThat(shopper.at(4).stage()).as("before the cart it excluded nothing").isEqualTo(Stage.EXCLUDED);
    assertThat(shopper.does("purchase", 5).at(6).stage()).isEqualTo(Stage.EXCLUDED);
    assertThat(shopper.does("view", 7).does("cart", 8).does("purchase", 9).at(10).stage()).isEqualTo(Stage.COMPLETED);
    assertThat(shopper.at(10).completions()).isEqualTo(1);
  }

  @Test
  void one_interaction_takes_an_attempt_one_step_further() {
    Funnel twice =
        Funnel.of(
            new FunnelPublished(
                "f", 1, "F",
                List.of(
                    new FunnelStep("once", Shopper.match("view"), List.of()),
                    new FunnelStep("twice", Shopper.match("view"), List.of())),
                3_600, List.of()),
            Shopper.BERLIN);
    Shopper shopper = new Shopper(twice, new ArrayList<>());
    assertThat(shopper.does("view", 0).at(1).stage()).isEqualTo(Stage.UNDER_WAY);
    assertThat(shopper.does("view", 2).at(3).completions()).isEqualTo(1);
    assertThat(shopper.at(3).entries()).isEqualTo(2);
  }

  @Test
  void a_person_counts_on_the_shops_day_and_in_the_segment_of_the_best_attempt() {
    Shopper shopper =
        Shopper.with(HOUR)
            .does("view", Instant.parse("2026-03-28T22:30:00Z"), "tablet")
            .does("view", Instant.parse("2026-03-28T23:30:00Z"), "phone")
            .does("cart", Instant.parse("2026-03-29T00:10:00Z"), "laptop")
            .does("view", Instant.parse("2026-05-01T00:10:00Z"), "watch");
    assertThat(shopper.state().contribution(shopper.funnel()))
        .isEqualTo(
            new Contribution(
                LocalDate.of(2026, 3, 29), List.of("phone", "00000000-0000-0000-0000-000000000007"), 2, 3, 0,
                List.of(Duration.ofMinutes(40).toMillis())));
  }

  @Test
  void every_order_gives_the_same_state_and_the_furthest_that_any_first_step_leads_to() {
    for (int seed = 0; seed < 1_500; seed++) {
      Random random = new Random(seed);
      Shopper shopper = Shopper.with(Duration.ofMinutes(1 + random.nextInt(60)));
      int size = random.nextInt(25);
      for (int i = 0; i < size; i++) {
        shopper.does(
            List.of("view", "view", "cart", "purchase", "clear", "search").get(random.nextInt(6)), random.nextInt(90));
      }
      byte[] state = FunnelBytes.encode(shopper.state());
      for (int shuffle = 0; shuffle < 3; shuffle++) {
        List<Shopper.Done> other = new ArrayList<>(shopper.done());
        Collections.shuffle(other, random);
        assertThat(FunnelBytes.encode(shopper.state(other))).as("seed %d", seed).isEqualTo(state);
        assertThat(shopper.state(other)).isEqualTo(shopper.state());
      }
      assertThat(FunnelBytes.decode(shopper.funnel(), state)).isEqualTo(shopper.state());
      Attempt best = shopper.at(200).best();
      assertThat(best == null ? 0 : best.reached()).as("seed %d", seed).isEqualTo(furthest(shopper));
      assertThat(shopper.at(200).completions() > 0).isEqualTo(furthest(shopper) == 3);
    }
  }

  @Test
  void what_is_settled_changes_nothing_and_what_belongs_before_it_is_not_taken() {
    Shopper shopper = Shopper.with(HOUR);
    Random random = new Random(3);
    for (int i = 0; i < 5_000; i++) {
      shopper.does(List.of("view", "view", "view", "cart", "purchase", "clear").get(random.nextInt(6)), i * 7L);
    }
    FunnelState state = shopper.state();
    Course all = Course.empty(shopper.funnel());
    for (Shopper.Done one : shopper.done()) {
      all = all.after(shopper.funnel().reached(one.event(), one.at()), shopper.funnel());
    }
    assertThat(state.course()).isEqualTo(all);
    assertThat(state.recent()).hasSizeBetween(FunnelState.KEPT, FunnelState.MOST);
    assertThat(FunnelBytes.decode(shopper.funnel(), FunnelBytes.encode(state))).isEqualTo(state);
    assertThat(FunnelBytes.encode(state).length).isLessThan(60_000);

    Shopper.Done early = shopper.done().getFirst();
    assertThat(state.takes(early.key())).isFalse();
    assertThatIllegalArgumentException().isThrownBy(() -> state.with(shopper.funnel(), early.event(), early.at()));
    Shopper.Done late = shopper.does("cart", 4_990 * 7L + 1).done().getLast();
    assertThat(state.takes(late.key())).isTrue();
    List<Shopper.Done> sorted = new ArrayList<>(shopper.done());
    sorted.sort(Comparator.comparing(Shopper.Done::key));
    FunnelState with = state.with(shopper.funnel(), late.event(), late.at());
    assertThat(with.course()).isEqualTo(shopper.state(sorted).course());
  }

  @Test
  void totals_that_follow_each_change_are_the_sum_of_what_each_person_adds() {
    for (int seed = 0; seed < 100; seed++) {
      Random random = new Random(seed);
      Funnel funnel = Shopper.funnel(Duration.ofMinutes(40));
      List<FunnelState> people = new ArrayList<>(Collections.nCopies(8, FunnelState.empty(funnel)));
      FunnelTotals totals = FunnelTotals.none(3);
      Shopper all = new Shopper(funnel, new ArrayList<>());
      for (int i = 0; i < 150; i++) {
        all.does(List.of("view", "cart", "purchase", "clear").get(random.nextInt(4)), random.nextInt(120));
        int who = random.nextInt(people.size());
        FunnelState before = people.get(who);
        FunnelState after = before.with(funnel, all.done().getLast().event(), all.done().getLast().at());
        people.set(who, after);
        totals = totals.changed(before.contribution(funnel), after.contribution(funnel));
      }
      FunnelTotals sum = FunnelTotals.none(3);
      for (FunnelState person : people) {
        sum = sum.plus(FunnelTotals.none(3).changed(null, person.contribution(funnel)));
      }
      assertThat(totals).as("seed %d", seed).isEqualTo(sum);
      assertThat(totals.reached()).isSortedAccordingTo(Comparator.reverseOrder());
    }
  }

  @Test
  void quantiles_of_spans_are_within_their_error() {
    Random random = new Random(5);
    Spans spans = Spans.NONE;
    List<Long> all = new ArrayList<>();
    for (int i = 0; i < 2_000; i++) {
      long span = (long) Math.exp(random.nextDouble() * 20);
      all.add(span);
      spans = spans.plus(span, 1);
    }
    Collections.sort(all);
    for (double part : new double[] {0.01, 0.25, 0.5, 0.9, 0.999, 1}) {
      double truth = all.get((int) Math.ceil(part * all.size()) - 1);
      assertThat(Math.abs(spans.quantile(part) - truth)).isLessThanOrEqualTo(truth * Spans.ERROR);
    }
    assertThat(spans.millis()).isEqualTo(all.stream().mapToLong(Long::longValue).sum());
    assertThat(Spans.NONE.quantile(0.5)).isNull();
  }

  /** For every first step by itself: how far it leads. */
  private static int furthest(Shopper shopper) {
    List<Shopper.Done> sorted = new ArrayList<>(shopper.done());
    sorted.sort(Comparator.comparing(Shopper.Done::key));
    int furthest = 0;
    for (int start = 0; start < sorted.size(); start++) {
      if (!sorted.get(start).name().equals("view")) {
        continue;
      }
      Instant limit = sorted.get(start).at().plusSeconds(shopper.funnel().definition().seconds());
      int reached = 1;
      for (Shopper.Done next : sorted.subList(start + 1, sorted.size())) {
        if (next.at().isAfter(limit) || reached == 3 || (reached == 2 && next.name().equals("clear"))) {
          break;
        }
        if (next.name().equals(reached == 1 ? "cart" : "purchase")) {
          reached++;
        }
      }
      furthest = Math.max(furthest, reached);
    }
    return furthest;
  }

  private static Instant minute(long minute) {
    return NOON.plus(Duration.ofMinutes(minute));
  }
}
