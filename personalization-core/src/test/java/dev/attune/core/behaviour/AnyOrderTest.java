package dev.attune.core.behaviour;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

import static dev.attune.core.behaviour.Person.FOLD;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class AnyOrderTest {

  private static final int LIVES = 5_000;

  @Test
  void shuffled_repeated_and_delayed_deliveries_end_in_the_same_behaviour() {
    int refolded = 0;
    for (int seed = 0; seed < LIVES; seed++) {
      List<Happening> life = BehaviourLife.of(seed);
      Person inOrder = new Person(64);
      life.forEach(one -> inOrder.arrive(List.of(one)));
      assertThat(inOrder.refolded()).isZero();

      Random random = new Random(seed);
      Person delivered = new Person(1 + random.nextInt(16));
      inBatches(delivery(life, random), random).forEach(delivered::arrive);

      assertThat(delivered.behaviour()).as("seed %d", seed).isEqualTo(inOrder.behaviour());
      assertThat(delivered.behaviour().toString()).as("seed %d", seed).isEqualTo(inOrder.behaviour().toString());
      refolded += delivered.refolded();
    }
    assertThat(refolded).as("deliveries in which something came too late").isGreaterThan(LIVES);
  }

  @Test
  void a_fold_in_the_order_of_arrival_would_differ() {
    int different = 0;
    for (int seed = 0; seed < 200; seed++) {
      List<Happening> life = BehaviourLife.of(seed);
      Behaviour naive = Behaviour.NONE;
      for (Happening next : shuffled(life, new Random(seed))) {
        naive = FOLD.after(naive, next);
      }
      different += naive.equals(FOLD.fold(Behaviour.NONE, life)) ? 0 : 1;
    }
    assertThat(different).isGreaterThan(150);
  }

  @Test
  void a_start_that_is_too_late_would_be_noticed() {
    List<Happening> life = BehaviourLife.of(3);
    Behaviour all = FOLD.fold(Behaviour.NONE, life);

    assertThatThrownBy(() -> FOLD.fold(all, life.subList(0, 1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("does not come after");
  }

  private static List<Happening> delivery(List<Happening> life, Random random) {
    List<Happening> delivery =
        switch (random.nextInt(3)) {
          case 0 -> shuffled(life, random);
          case 1 -> delayed(life, random);
          default -> new ArrayList<>(life.reversed());
        };
    for (Happening again : life) {
      if (random.nextInt(4) == 0) {
        delivery.add(random.nextInt(delivery.size() + 1), again);
      }
    }
    return delivery;
  }

  private static List<Happening> shuffled(List<Happening> life, Random random) {
    List<Happening> shuffled = new ArrayList<>(life);
    Collections.shuffle(shuffled, random);
    return shuffled;
  }

  /** In order, but for a few that come some places later. */
  private static List<Happening> delayed(List<Happening> life, Random random) {
    List<Happening> delayed = new ArrayList<>(life);
    for (int i = delayed.size() / 10; i > 0; i--) {
      Happening late = delayed.remove(random.nextInt(delayed.size()));
      delayed.add(Math.min(delayed.size(), delayed.size() / 2 + random.nextInt(20)), late);
    }
    return delayed;
  }

  private static List<List<Happening>> inBatches(List<Happening> delivery, Random random) {
    List<List<Happening>> batches = new ArrayList<>();
    for (int from = 0; from < delivery.size(); ) {
      int to = Math.min(delivery.size(), from + 1 + random.nextInt(12));
      batches.add(delivery.subList(from, to));
      from = to;
    }
    return batches;
  }
}
