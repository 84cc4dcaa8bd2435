package dev.attune.infra.bench.store;

import dev.attune.eventstore.append.AppendRejectedException;
import dev.attune.eventstore.append.AppenderMetrics;
import dev.attune.eventstore.append.AppenderOptions;
import dev.attune.eventstore.append.BulkAppender;
import dev.attune.eventstore.append.BulkListener;
import dev.attune.eventstore.append.BulkUnit;
import dev.attune.eventstore.append.Claim;
import dev.attune.eventstore.append.LogSignal;
import dev.attune.eventstore.append.NewEvent;
import dev.attune.eventstore.append.Outcome;
import dev.attune.infra.bench.Bench;
import dev.attune.infra.bench.BenchFailedException;
import dev.attune.infra.bench.BenchRun;
import dev.attune.infra.bench.Figure;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import javax.sql.DataSource;

/** Files: ours, with claims looked up and heads followed, beside COPY into the same tables. One writer each. */
public final class BulkBench implements Bench {

  private static final int CHUNK = 1_000;
  private static final int LARGE_CHUNK = 10_000;
  private static final double NANOS_IN_MILLI = 1e6;

  @Override
  public String name() {
    return "bulk";
  }

  @Override
  public String describe() {
    return "offline files: ours (duplicates, versions, hash chain) beside COPY, staged or into the same tables";
  }

  @Override
  public List<Figure> run(BenchRun run) throws InterruptedException {
    Payloads payloads = new Payloads();
    try (BenchServer server = BenchServer.start()) {
      run.terminal().line(server.describe());
      server.freshLog();
      Writing alone = new Writing();
      try (RawTables raw = new RawTables(server, payloads, 1);
          StagedCopy staged = new StagedCopy(server, payloads);
          com.zaxxer.hikari.HikariDataSource pool = server.pool(3)) {
        Contest.Result result =
            new Contest()
                .add("attune_bulk", time -> bulk(pool, payloads, time, AppenderMetrics.NONE, () -> {}))
                .add("attune_bulk_one_at_a_time", time -> bulk(pool, payloads, time, alone, alone::await))
                .add("staged_copy", time -> Load.threads(1, CHUNK, time, writer -> staged.chunks(CHUNK)))
                .add("raw_copy_1000", time -> Load.threads(1, CHUNK, time, writer -> raw.copy(writer, CHUNK)))
                .add("raw_copy_10000", time -> Load.threads(1, LARGE_CHUNK, time, writer -> raw.copy(writer, LARGE_CHUNK)))
                .run(run);
        List<Figure> figures = new ArrayList<>(result.figures());
        figures.add(
            Figure.of("attune_over_raw_copy", "times", result.best("attune_bulk") / result.best("raw_copy")));
        figures.add(Figure.of("attune_bulk_one_at_a_time", "written_p50_ms", Writing.median(alone.written)));
        figures.add(Figure.of("attune_bulk_one_at_a_time", "locked_p50_ms", Writing.median(alone.locked)));
        figures.add(Figure.of("staged_copy", "written_p50_ms", Writing.median(staged.written())));
        figures.add(Figure.of("staged_copy", "locked_p50_ms", Writing.median(staged.locked())));
        return figures;
      }
    }
  }

  /**
   * A file that ends when the time is over; what took how long is counted by chunks of 1,000.
   *
   * @param before waits before each chunk but the first
   */
  private static Load.Measured bulk(
      DataSource database, Payloads payloads, Duration time, AppenderMetrics metrics, Runnable before)
      throws InterruptedException {
    BulkAppender appender = new BulkAppender(database, AppenderOptions.DEFAULT, metrics, new LogSignal());
    long begin = System.nanoTime();
    Stored stored = new Stored(begin, metrics instanceof Writing writing ? writing : new Writing());
    appender.append(new File(payloads, begin + time.toNanos(), before), stored);
    double seconds = (System.nanoTime() - begin) / 1e9;
    return new Load.Measured(stored.nanos(), seconds, CHUNK);
  }

  /** How long chunks took while nothing was planned beside them: the call, and of it from the lock to the answer. */
  private static final class Writing implements AppenderMetrics {

    private final Semaphore answered = new Semaphore(0);
    private final List<Double> written = new ArrayList<>();
    private final List<Double> locked = new ArrayList<>();
    private volatile Instant at = Instant.EPOCH;

    @Override
    public void bulk(Batch chunk) {
      at = Instant.now();
      written.add(chunk.answered().toNanos() / NANOS_IN_MILLI);
      answered.release();
    }

    void await() {
      answered.acquireUninterruptibly();
    }

    void stored(Outcome.Appended first) {
      locked.add(Duration.between(first.recordedAt(), at).toNanos() / NANOS_IN_MILLI);
    }

    static double median(List<Double> millis) {
      List<Double> sorted = millis.stream().sorted().toList();
      return sorted.isEmpty() ? 0 : sorted.get(sorted.size() / 2);
    }
  }

  /** New people, one event each, until the time is over. */
  private static final class File implements Iterator<BulkUnit> {

    private final Payloads payloads;
    private final Random random = new Random(1);
    private final long end;
    private final Runnable before;
    private long count;
    private long waited;

    File(Payloads payloads, long end, Runnable before) {
      this.payloads = payloads;
      this.end = end;
      this.before = before;
    }

    @Override
    public boolean hasNext() {
      if (count % CHUNK == 0 && count > waited) {
        waited = count;
        before.run();
      }
      return count % CHUNK != 0 || System.nanoTime() < end;
    }

    @Override
    public BulkUnit next() {
      count++;
      UUID stream = Payloads.id();
      NewEvent event = payloads.event(random);
      return new BulkUnit(
          event.eventId(), stream, null, List.of(event), List.of(Claim.message(Payloads.key(), stream)));
    }
  }

  /** Times between one thousandth answer and the next. */
  private static final class Stored implements BulkListener {

    private final List<Long> nanos = new ArrayList<>();
    private final AtomicLong count = new AtomicLong();
    private final Writing writing;
    private long before;

    Stored(long begin, Writing writing) {
      this.before = begin;
      this.writing = writing;
    }

    @Override
    public void settled(BulkUnit unit, Outcome outcome) {
      if (!(outcome instanceof Outcome.Appended appended)) {
        throw new BenchFailedException("A unit that should be stored was not: " + outcome);
      }
      if (count.get() % CHUNK == 0) {
        writing.stored(appended);
      }
      if (count.incrementAndGet() % CHUNK == 0) {
        long now = System.nanoTime();
        nanos.add(now - before);
        before = now;
      }
    }

    @Override
    public void refused(BulkUnit unit, AppendRejectedException reason) {
      throw reason;
    }

    long[] nanos() {
      return nanos.stream().mapToLong(Long::longValue).sorted().toArray();
    }
  }
}
