package dev.attune.infra.bench;

import dev.attune.infra.client.CommandApi;
import dev.attune.infra.client.Patience;
import dev.attune.infra.client.QueryApi;
import dev.attune.infra.client.SourceKeys;
import dev.attune.infra.terminal.Progress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * How long it takes from the acknowledgement of an interaction until the profile shows it. Interactions are posted one
 * by one at a fixed rate, on schedule, whether earlier ones are readable or not (as long as not too many are under way).
 * One in ten is waited for by asking for the profile again and again, one in ten by asking once with {@code
 * min-position}; the others are only posted. Asking after each one would load the services, on the same cores, with many
 * times the requests that are measured.
 */
final class FreshnessBench implements Bench {

  static final String SOURCE = "bench-freshness";

  /** Until the services' hot code is compiled; what people feel before that is a figure of its own. */
  private static final Duration WARM_UP = Duration.ofSeconds(120);

  private static final int PEOPLE = 1_000;
  private static final int ONE_IN = 10;

  /** A stack that cannot hold the rate is not buried: then the schedule slips, and the acknowledgement shows it. */
  private static final int MOST_UNDER_WAY = 256;

  /** One in so many may fail. */
  private static final int MOST_FAILED = 100;

  private final Duration warmUp;

  FreshnessBench() {
    this(WARM_UP);
  }

  FreshnessBench(Duration warmUp) {
    this.warmUp = warmUp;
  }

  @Override
  public String name() {
    return "freshness";
  }

  @Override
  public String describe() {
    return "from the acknowledgement of an interaction to the profile that shows it, over HTTP";
  }

  @Override
  public List<Figure> run(BenchRun run) throws InterruptedException {
    try (CommandApi commands = new CommandApi(run.stack().get(), Patience.NORMAL);
        QueryApi queries = new QueryApi(run.stack().get(), Patience.NORMAL)) {
      String key = new SourceKeys(commands, run.stack().get()).of(SOURCE)
          .orElseThrow(() -> new BenchFailedException(
              "There is a source '" + SOURCE + "' already, but its write key is not kept in the data folder."));
      Freshness freshness = new Freshness(commands, queries, key, run.samples());
      return figures(freshness, run, load(freshness, run));
    }
  }

  /** The rate that was held, warming up included. */
  private double load(Freshness freshness, BenchRun run) throws InterruptedException {
    long interval = TimeUnit.SECONDS.toNanos(1) / run.rate();
    long warming = warmUp.toSeconds() * run.rate();
    long count = warming + (long) run.seconds() * run.rate();
    Semaphore underWay = new Semaphore(MOST_UNDER_WAY);
    long began = System.nanoTime();
    try (Progress progress = Progress.start(run.terminal(), "freshness", count, freshness::remark);
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (long number = 0; number < count; number++) {
        long due = began + number * interval;
        LockSupport.parkNanos(Math.max(0, due - System.nanoTime()));
        boolean measured = number >= warming;
        Freshness.Watch watch = watch(number);
        String person = "bench-" + Long.toHexString(began) + "-" + number % PEOPLE;
        long expected = number / PEOPLE + 1;
        underWay.acquire();
        threads.execute(() -> {
          try {
            freshness.one(person, expected, due - began, due, watch, measured);
          } finally {
            underWay.release();
          }
        });
        progress.advance(1);
      }
    }
    return count * (double) TimeUnit.SECONDS.toNanos(1) / (System.nanoTime() - began);
  }

  // not always the same people: the number of people is a multiple of ten
  private static Freshness.Watch watch(long number) {
    return switch ((int) ((number + number / PEOPLE) % ONE_IN)) {
      case 0 -> Freshness.Watch.POLL;
      case ONE_IN / 2 -> Freshness.Watch.MIN_POSITION;
      default -> Freshness.Watch.NONE;
    };
  }

  private static List<Figure> figures(Freshness freshness, BenchRun run, double perSecond) {
    if (freshness.polled().count() == 0 || freshness.waited().count() == 0) {
      throw new BenchFailedException("Nothing became readable: " + freshness.failure());
    }
    if (freshness.failed() * MOST_FAILED > (long) run.seconds() * run.rate()) {
      throw new BenchFailedException(
          freshness.failed() + " interactions failed, so the others say little; the last failure: "
              + freshness.failure());
    }
    List<Figure> figures = new ArrayList<>();
    figures.addAll(freshness.polled().figures("attune"));
    figures.addAll(freshness.waited().figures("min_position"));
    figures.addAll(freshness.warmingUp().figures("warming_up"));
    figures.addAll(freshness.acknowledged().figures("acknowledgement"));
    figures.add(Figure.of("attune", "per_second", perSecond));
    figures.add(Figure.of("attune", "failed", freshness.failed()));
    return figures;
  }
}
