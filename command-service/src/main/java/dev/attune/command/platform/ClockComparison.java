package dev.attune.command.platform;

import dev.attune.eventstore.read.EventReader;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/** Compares the node's clock with the database's at start and every two seconds. */
final class ClockComparison implements SmartLifecycle {

  private static final Logger LOG = LoggerFactory.getLogger(ClockComparison.class);
  private static final Duration EVERY = Duration.ofSeconds(2);

  private final NodeClock clock;
  private final EventReader reader;
  private volatile Thread worker = new Thread(() -> {});

  ClockComparison(NodeClock clock, EventReader reader) {
    this.clock = clock;
    this.reader = reader;
  }

  @Override
  public void start() {
    compare();
    worker = Thread.ofVirtual().name("clock-comparison").start(this::run);
  }

  private void run() {
    try {
      while (true) {
        Thread.sleep(EVERY);
        compare();
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  private void compare() {
    try {
      clock.compare(reader::clock);
    } catch (RuntimeException e) {
      LOG.debug("The database did not tell its time", e);
    }
  }

  @Override
  public void stop() {
    worker.interrupt();
  }

  @Override
  public boolean isRunning() {
    return worker.isAlive();
  }

  /** Before the web server. */
  @Override
  public int getPhase() {
    return 0;
  }
}
