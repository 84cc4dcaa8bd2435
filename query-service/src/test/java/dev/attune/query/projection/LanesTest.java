package dev.attune.query.projection;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class LanesTest {

  @Test
  void what_comes_of_parts_is_in_their_order_and_several_are_under_way_at_a_time() {
    CountDownLatch both = new CountDownLatch(2);
    Set<Thread> threads = ConcurrentHashMap.newKeySet();
    List<Supplier<Integer>> parts = new ArrayList<>();
    for (int part = 0; part < 50; part++) {
      int number = part;
      parts.add(
          () -> {
            threads.add(Thread.currentThread());
            both.countDown();
            await(both);
            return number;
          });
    }

    assertThat(new Lanes(2).all(parts)).isEqualTo(IntStream.range(0, 50).boxed().toList());
    assertThat(threads).hasSize(2).contains(Thread.currentThread());
  }

  @Test
  void one_lane_is_the_callers_own_thread() {
    Set<Thread> threads = ConcurrentHashMap.newKeySet();

    Lanes.ONE.all(List.of(() -> threads.add(Thread.currentThread()), () -> threads.add(Thread.currentThread())));

    assertThat(threads).containsExactly(Thread.currentThread());
  }

  @Test
  void a_failure_is_told_once_nothing_is_under_way_any_more() {
    AtomicInteger ended = new AtomicInteger();
    CountDownLatch failed = new CountDownLatch(1);
    List<Supplier<Boolean>> parts =
        List.of(
            () -> {
              failed.countDown();
              throw new OvertakenException("as the test wanted it");
            },
            () -> {
              await(failed);
              pause();
              ended.incrementAndGet();
              return true;
            });

    for (int i = 0; i < 20; i++) {
      int before = ended.get();
      try {
        new Lanes(2).all(parts);
      } catch (OvertakenException expected) {
        int after = ended.get();
        pause();
        assertThat(ended).as("nothing went on").hasValue(after);
        assertThat(after - before).isBetween(0, 1);
      }
    }
    assertThatThrownBy(() -> new Lanes(2).all(parts)).isInstanceOf(OvertakenException.class);
    assertThatThrownBy(
            () ->
                new Lanes(3)
                    .all(
                        List.of(
                            () -> true,
                            () -> {
                              throw new OutOfMemoryError("as in a process at its end");
                            })))
        .isInstanceOf(OutOfMemoryError.class);
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static void pause() {
    try {
      Thread.sleep(5);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
