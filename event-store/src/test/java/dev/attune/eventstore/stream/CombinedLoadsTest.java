package dev.attune.eventstore.stream;

import dev.attune.eventstore.Given;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class CombinedLoadsTest {

  private final List<List<UUID>> fetched = new CopyOnWriteArrayList<>();
  private final CountDownLatch open = new CountDownLatch(1);

  private Map<UUID, UUID> fetch(List<UUID> streams) {
    fetched.add(streams);
    try {
      assertThat(open.await(30, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    return streams.stream().collect(Collectors.toMap(Function.identity(), Function.identity()));
  }

  @Test
  void what_is_asked_for_while_loads_are_under_way_is_fetched_together_and_once() throws Exception {
    CombinedLoads<UUID> loads = new CombinedLoads<>(this::fetch);
    List<CompletableFuture<UUID>> asked = new ArrayList<>();
    for (int first = 1; first <= 2; first++) {
      UUID stream = Given.id();
      asked.add(ask(loads, stream));
      awaitFetched(first);
    }
    List<UUID> meanwhile = Stream.generate(Given::id).limit(300).toList();
    meanwhile.forEach(stream -> asked.add(ask(loads, stream)));
    meanwhile.forEach(stream -> asked.add(ask(loads, stream)));
    awaitWaiting(asked.size() - 2);
    open.countDown();
    asked.forEach(one -> assertThat(one.orTimeout(30, TimeUnit.SECONDS).join()).isNotNull());

    assertThat(fetched.stream().map(List::size)).containsExactlyInAnyOrder(1, 1, CombinedLoads.TOGETHER, 44);
    assertThat(fetched.stream().flatMap(List::stream).toList()).doesNotHaveDuplicates().containsAll(meanwhile);
  }

  @Test
  void a_fetch_that_fails_fails_for_those_who_asked_and_the_next_is_tried() {
    UUID bad = Given.id();
    CombinedLoads<UUID> loads =
        new CombinedLoads<>(
            streams -> {
              if (streams.contains(bad)) {
                throw new IllegalStateException("gone");
              }
              return Map.of(streams.getFirst(), streams.getFirst());
            });
    for (int round = 0; round < 3; round++) {
      assertThatThrownBy(() -> loads.load(bad)).isInstanceOf(IllegalStateException.class).hasMessage("gone");
      UUID good = Given.id();
      assertThat(loads.load(good)).isEqualTo(good);
    }
  }

  private final List<Thread> threads = new ArrayList<>();

  private CompletableFuture<UUID> ask(CombinedLoads<UUID> loads, UUID stream) {
    CompletableFuture<UUID> answer = new CompletableFuture<>();
    threads.add(
        Thread.startVirtualThread(
            () -> {
              try {
                answer.complete(loads.load(stream));
              } catch (RuntimeException failed) {
                answer.completeExceptionally(failed);
              }
            }));
    return answer;
  }

  private void awaitFetched(int calls) throws InterruptedException {
    for (int i = 0; fetched.size() < calls && i < 3_000; i++) {
      Thread.sleep(10);
    }
    assertThat(fetched).hasSize(calls);
  }

  /** Until so many threads are parked in their requests. */
  private void awaitWaiting(int count) throws InterruptedException {
    for (int i = 0; i < 3_000 && waiting() < count + 2; i++) {
      Thread.sleep(10);
    }
    assertThat(waiting()).isEqualTo(count + 2);
  }

  private long waiting() {
    return threads.stream().filter(thread -> thread.getState() == Thread.State.WAITING).count();
  }
}
