package dev.attune.infra.torture.log;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.LongAdder;

/**
 * What was sent and what was answered, late answers included. Thread-safe. Holds about 300 bytes for each unit, and the
 * check of the log as much again, so that a million fits into a heap of 1 GB.
 */
final class LogBook {

  private final Map<UUID, Attempt> attempts = new ConcurrentHashMap<>();
  private final Queue<Acknowledged> acknowledged = new ConcurrentLinkedQueue<>();
  private final Queue<Known> known = new ConcurrentLinkedQueue<>();
  private final Queue<String> complaints = new ConcurrentLinkedQueue<>();
  private final Map<String, LongAdder> failures = new ConcurrentHashMap<>();
  private final LongAdder count = new LongAdder();

  /**
   * An attempt that was told to be stored.
   *
   * @param first position
   * @param last position
   */
  record Acknowledged(UUID attempt, long first, long last, long recordedMicros) {}

  /** A message that was told to be stored before. */
  record Known(long message, Answer.Held held) {}

  /** An attempt is about to be sent. */
  void sent(Attempt attempt) {
    attempts.put(attempt.id(), attempt.withoutChains());
  }

  /** Keeps an answer, whether somebody still waits for it or not. */
  void answered(Attempt attempt, Answer answer) {
    switch (answer) {
      case Answer.Stored stored -> {
        acknowledged.add(new Acknowledged(attempt.id(), stored.first(), stored.last(), stored.recordedMicros()));
        count.increment();
      }
      case Answer.Held held -> {
        known.add(new Known(attempt.message(), held));
        if (held.attempt().equals(attempt.id())) {
          complain("misled: attempt " + attempt.id() + ", sent again, was told to be a duplicate of itself");
        }
      }
      case Answer.Conflict ignored -> {}
      case Answer.Failed failed -> failures.computeIfAbsent(failed.kind(), fresh -> new LongAdder()).increment();
    }
  }

  /** Something that must not be, noticed before the log was read. */
  void complain(String what) {
    complaints.add(what);
  }

  /** How many units were acknowledged so far. */
  long count() {
    return count.sum();
  }

  /** What nodes told instead of an outcome, and how often. */
  Map<String, LongAdder> failures() {
    return failures;
  }

  Map<UUID, Attempt> attempts() {
    return attempts;
  }

  Collection<Acknowledged> acknowledged() {
    return acknowledged;
  }

  Collection<Known> known() {
    return known;
  }

  List<String> complaints() {
    return List.copyOf(complaints);
  }
}
