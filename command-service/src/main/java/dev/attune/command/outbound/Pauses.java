package dev.attune.command.outbound;

import java.time.Duration;
import org.apache.kafka.common.InvalidRecordException;
import org.apache.kafka.common.errors.InvalidTimestampException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.jspecify.annotations.Nullable;

/**
 * How long a relay that failed waits before it begins again: shortly after an outage, so that it goes on as soon as that
 * is over. What Kafka refuses for good comes again each time, and each time all that no checkpoint covers is sent again
 * into a topic that keeps everything: then twice as long, as long as the relay comes no further. Not thread-safe.
 */
final class Pauses {

  static final Duration SHORTEST = Duration.ofMillis(500);
  static final Duration LONGEST = Duration.ofSeconds(30);

  private Duration last = SHORTEST;
  private long refusedAt = -1;

  /**
   * @param cause what it failed with
   * @param position that it had come to
   */
  Duration after(Throwable cause, long position) {
    if (!(cause instanceof RefusedException)) {
      return SHORTEST;
    }
    last = position == refusedAt ? longer() : SHORTEST;
    refusedAt = position;
    return last;
  }

  private Duration longer() {
    Duration twice = last.multipliedBy(2);
    return twice.compareTo(LONGEST) > 0 ? LONGEST : twice;
  }

  /** True for what comes again however often it is tried: it lies in the record. */
  static boolean isForGood(@Nullable Throwable error) {
    return error instanceof RecordTooLargeException
        || error instanceof InvalidRecordException
        || error instanceof InvalidTimestampException;
  }
}
