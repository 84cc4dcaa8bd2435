package dev.attune.infra.bench;

import dev.attune.infra.client.Answer;
import dev.attune.infra.client.ApiException;
import dev.attune.infra.client.CommandApi;
import dev.attune.infra.client.Interaction;
import dev.attune.infra.client.QueryApi;
import dev.attune.infra.terminal.Text;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import tools.jackson.databind.JsonNode;

/** Posts interactions and waits until each can be read. Thread-safe. */
final class Freshness {

  private static final String NAME = "bench_ping";
  private static final long SHORTEST_PAUSE = TimeUnit.MILLISECONDS.toNanos(1);
  private static final int PAUSES_IN_WHAT_PASSED = 10;
  private static final long GIVE_UP = TimeUnit.SECONDS.toNanos(10);

  /** How to learn when an interaction can be read. */
  enum Watch {
    /** By asking for the profile again and again. */
    POLL,
    /** By asking once, with the position of the acknowledgement. */
    MIN_POSITION,
    /** Not at all. */
    NONE
  }

  private final CommandApi commands;
  private final QueryApi queries;
  private final String writeKey;
  private final Latencies polled;
  private final Latencies waited;
  private final Latencies acknowledged;
  private final Latencies warmingUp;
  private final AtomicLong failed = new AtomicLong();
  private volatile String failure = "no request was answered";

  Freshness(CommandApi commands, QueryApi queries, String writeKey, Samples samples) {
    this.commands = commands;
    this.queries = queries;
    this.writeKey = writeKey;
    this.polled = new Latencies("polled", samples);
    this.waited = new Latencies("min_position", samples);
    this.acknowledged = new Latencies("acknowledged", samples);
    this.warmingUp = new Latencies("warming_up", samples);
  }

  /** From the acknowledgement to the first answer of repeated queries that shows it. */
  Latencies polled() {
    return polled;
  }

  /** From the acknowledgement to the answer of one query with {@code min-position}. */
  Latencies waited() {
    return waited;
  }

  /** From the moment that an interaction was due to its acknowledgement. */
  Latencies acknowledged() {
    return acknowledged;
  }

  /** As {@link #polled}, before it is measured. */
  Latencies warmingUp() {
    return warmingUp;
  }

  long failed() {
    return failed.get();
  }

  String failure() {
    return failure;
  }

  String remark() {
    return Text.count(polled.count() + waited.count()) + " measured, " + Text.count(failed.get()) + " failed";
  }

  /**
   * Posts one interaction and waits until it can be read.
   *
   * @param person who did it; known to nobody else
   * @param expected how many of the person's interactions there are with it
   * @param at nanoseconds since the start, for the raw samples
   * @param due when it was to be posted, on the clock of {@link System#nanoTime}
   * @param watch how to learn when it can be read
   * @param measured false while warming up
   */
  void one(String person, long expected, long at, long due, Watch watch, boolean measured) {
    try {
      Interaction ping =
          new Interaction(
              person + "-" + expected, Map.of("user", person), NAME, null, null, Map.of("number", expected));
      Answer answer = commands.interactions(writeKey, List.of(ping));
      long acknowledgedAt = System.nanoTime();
      String path = QueryApi.profilePath("user", person);
      if (measured) {
        acknowledged.add(at, acknowledgedAt - due);
      }
      switch (watch) {
        case POLL -> poll(path, expected, acknowledgedAt);
        case MIN_POSITION -> wait(path, expected, answer.position().orElse(""));
        case NONE -> {
          return;
        }
      }
      if (!measured) {
        warmingUp.add(at, System.nanoTime() - acknowledgedAt);
      } else {
        (watch == Watch.POLL ? polled : waited).add(at, System.nanoTime() - acknowledgedAt);
      }
    } catch (ApiException | BenchFailedException e) {
      if (measured) {
        failed.incrementAndGet();
      }
      failure = String.valueOf(e.getMessage());
    }
  }

  /**
   * Pauses grow with the time that passed: a tenth of it is precise enough, and an ill service is not asked to death.
   */
  private void poll(String path, long expected, long acknowledgedAt) {
    while (queries.find(path).map(Freshness::count).orElse(0L) < expected) {
      long passed = System.nanoTime() - acknowledgedAt;
      if (passed > GIVE_UP) {
        throw new BenchFailedException("an interaction was not readable after 10 seconds");
      }
      LockSupport.parkNanos(Math.max(SHORTEST_PAUSE, passed / PAUSES_IN_WHAT_PASSED));
    }
  }

  private void wait(String path, long expected, String position) {
    long count = queries.find(path + "?min-position=" + QueryApi.encoded(position)).map(Freshness::count).orElse(0L);
    if (count < expected) {
      throw new BenchFailedException("a query with min-position did not show the interaction");
    }
  }

  private static long count(JsonNode profile) {
    return profile.path("counts").path(NAME).asLong(0);
  }
}
