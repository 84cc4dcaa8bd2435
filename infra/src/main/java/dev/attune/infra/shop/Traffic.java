package dev.attune.infra.shop;

import dev.attune.infra.client.Answer;
import dev.attune.infra.client.ApiException;
import dev.attune.infra.client.CommandApi;
import dev.attune.infra.client.SegmentMessage;
import dev.attune.infra.terminal.Progress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Sends visits through the HTTP API, as many shoppers side by side as there are permits; the requests of one shopper go
 * one after the other. What happens between two decisions goes in one batch. Live visits take their time.
 */
final class Traffic {

  private static final int LARGEST_BATCH = 100;

  private final CommandApi api;
  private final String writeKey;
  private final long seed;
  private final InstantSource clock;
  private final double pace;
  private final TrafficTally tally = new TrafficTally();
  private final ConcurrentLinkedQueue<Shown> shown = new ConcurrentLinkedQueue<>();
  private final AtomicReference<@Nullable ApiException> failure = new AtomicReference<>();

  /** @param pace of live visits: 1 in real time, 0 without a pause */
  Traffic(CommandApi api, String writeKey, long seed, InstantSource clock, double pace) {
    this.api = api;
    this.writeKey = writeKey;
    this.seed = seed;
    this.clock = clock;
    this.pace = pace;
  }

  TrafficTally tally() {
    return tally;
  }

  /** What was shown in the live visits, the most interesting one first. */
  List<Shown> shown() {
    return shown.stream().sorted(Comparator.comparingLong(Shown::interest).reversed()).toList();
  }

  /**
   * Sends the visits of one shopper after the other, until all have come or the time is up.
   *
   * @return how many shoppers came
   * @throws ApiException if the service refuses a request, or is away for too long
   */
  int send(Itinerary itinerary, int concurrency, Duration most, Progress progress) throws InterruptedException {
    Semaphore permits = new Semaphore(concurrency);
    Instant end = clock.instant().plus(most);
    int number = 0;
    try (ExecutorService shoppers = Executors.newVirtualThreadPerTaskExecutor()) {
      for (; number < itinerary.shoppers() && failure.get() == null && clock.instant().isBefore(end); number++) {
        List<Visit> visits = itinerary.visits(number);
        boolean live = visits.getLast().live();
        if (!live) {
          permits.acquire();
        }
        shoppers.execute(() -> {
          try {
            visits.forEach(this::send);
          } catch (ApiException e) {
            failure.compareAndSet(null, e);
          } finally {
            progress.advance(1);
            if (!live) {
              permits.release();
            }
          }
        });
      }
    }
    ApiException thrown = failure.get();
    if (thrown != null) {
      throw thrown;
    }
    return number;
  }

  private void send(Visit visit) {
    Messages messages = new Messages(seed, visit);
    List<SegmentMessage> batch = new ArrayList<>();
    List<JsonNode> decisions = new ArrayList<>();
    Instant began = clock.instant();
    for (Step step : visit.steps()) {
      Instant at = visit.live() ? waitUntil(began, step) : visit.start().plus(step.after());
      switch (step) {
        case Step.Told told -> batch.add(messages.told(told, at));
        case Step.SignedIn signedIn -> batch.add(messages.signedIn(at));
        case Step.Asked asked -> {
          flush(batch);
          Answer answer = api.decide(writeKey, messages.asked(asked));
          tally.decision(answer.body(), answer.position());
          decisions.add(answer.body());
        }
      }
      if (visit.live() || batch.size() >= LARGEST_BATCH) {
        flush(batch);
      }
    }
    flush(batch);
    if (visit.live()) {
      shown.add(new Shown(visit, List.copyOf(decisions)));
    }
  }

  private void flush(List<SegmentMessage> batch) {
    if (!batch.isEmpty()) {
      tally.messages(batch.size(), api.batch(writeKey, batch, clock.instant()));
      batch.clear();
    }
  }

  private Instant waitUntil(Instant began, Step step) {
    Instant due = began.plusNanos((long) (step.after().toNanos() * pace));
    Duration wait = Duration.between(clock.instant(), due);
    if (wait.isPositive()) {
      try {
        Thread.sleep(wait);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
    return clock.instant();
  }
}
