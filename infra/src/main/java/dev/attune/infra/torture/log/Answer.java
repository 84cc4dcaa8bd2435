package dev.attune.infra.torture.log;

import dev.attune.eventstore.append.Outcome;
import dev.attune.eventstore.append.StreamHead;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;

/** What a node answers to an attempt. */
sealed interface Answer {

  /**
   * Acknowledged.
   *
   * @param recordedMicros microseconds since 1970
   * @param heads of the attempt's streams, in its order
   */
  record Stored(long first, long last, long recordedMicros, List<StreamHead> heads) implements Answer {}

  /** The message was stored before: where, and by which attempt. */
  record Held(long position, UUID attempt) implements Answer {}

  /** A stream is not where it was expected. */
  record Conflict() implements Answer {}

  /** Nobody knows what became of it, or it was refused for now. */
  record Failed(String why) implements Answer {

    /** The reason without numbers and names. */
    String kind() {
      return why.replaceAll("\"[^\"]*\"", "...").replaceAll("[0-9]+", "#");
    }
  }

  static Answer of(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Appended appended -> new Stored(appended.firstPosition(), appended.lastPosition(),
          ChronoUnit.MICROS.between(Instant.EPOCH, appended.recordedAt()), appended.heads());
      case Outcome.Taken taken -> new Held(taken.holder().position(), Attempt.of(taken.holder().attempt()));
      case Outcome.Conflict ignored -> new Conflict();
      case Outcome.PredecessorFailed ignored -> new Failed("stood alone, and a predecessor failed");
    };
  }

  static Answer failed(Throwable failure) {
    Throwable cause = failure;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    return new Failed(String.valueOf(cause).replaceAll("\\s+", " "));
  }

  default String text() {
    return switch (this) {
      case Stored stored -> "stored " + stored.first() + " " + stored.last() + " " + stored.recordedMicros() + " "
          + stored.heads().stream().map(HeadText::of).collect(Collectors.joining(","));
      case Held held -> "held " + held.position() + " " + held.attempt();
      case Conflict ignored -> "conflict";
      case Failed failed -> "failed " + failed.why();
    };
  }

  static Answer parse(String text) {
    String[] fields = text.split(" ", 5);
    return switch (fields[0]) {
      case "stored" -> new Stored(Long.parseLong(fields[1]), Long.parseLong(fields[2]), Long.parseLong(fields[3]),
          Arrays.stream(fields[4].split(",")).map(HeadText::parse).toList());
      case "held" -> new Held(Long.parseLong(fields[1]), UUID.fromString(fields[2]));
      case "conflict" -> new Conflict();
      case "failed" -> new Failed(text.substring("failed ".length()));
      default -> throw new IllegalArgumentException("Not an answer: " + text);
    };
  }
}
