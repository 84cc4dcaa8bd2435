package dev.attune.infra.importer;

import dev.attune.infra.terminal.Text;
import java.time.Duration;
import java.util.concurrent.atomic.LongAdder;

/** What became of the rows so far. Thread-safe. */
final class Tally {

  private final LongAdder read = new LongAdder();
  private final LongAdder accepted = new LongAdder();
  private final LongAdder duplicate = new LongAdder();
  private final LongAdder rejected = new LongAdder();
  private final long started = System.nanoTime();

  void read() {
    read.increment();
  }

  void accepted(long rows) {
    accepted.add(rows);
  }

  void duplicate(long rows) {
    duplicate.add(rows);
  }

  void rejected() {
    rejected.increment();
  }

  Result result() {
    return new Result(
        read.sum(), accepted.sum(), duplicate.sum(), rejected.sum(), Duration.ofNanos(System.nanoTime() - started));
  }

  /** For the progress bar. */
  String remark() {
    Result now = result();
    return "%s rows, %s/s, %s accepted, %s duplicate, %s rejected"
        .formatted(
            Text.count(now.rows()), Text.count(now.perSecond()), Text.count(now.accepted()),
            Text.count(now.duplicate()), Text.count(now.rejected()));
  }

  /**
   * What became of the rows.
   *
   * @param rows that were read
   * @param accepted stored
   * @param duplicate stored before
   * @param rejected not stored as interactions
   * @param time that it took
   */
  record Result(long rows, long accepted, long duplicate, long rejected, Duration time) {

    long perSecond() {
      return Text.perSecond(accepted + duplicate + rejected, time);
    }
  }
}
