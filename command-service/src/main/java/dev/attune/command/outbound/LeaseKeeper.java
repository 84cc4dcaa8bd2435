package dev.attune.command.outbound;

import java.sql.SQLException;
import java.time.Duration;
import java.util.function.Consumer;

/**
 * Uses the lease every second, so that its connection is not taken for that of a frozen node while the brokers or the disk
 * are slow: its own thread freezes with the node, and ends with what the lease is held for.
 */
final class LeaseKeeper implements AutoCloseable {

  private static final Duration PAUSE = Duration.ofSeconds(1);

  private final Checkpoints lease;
  private final Consumer<Throwable> lost;
  private final Thread thread;
  private volatile boolean closed;

  /**
   * @param lost told once if the lease cannot be used any more
   */
  LeaseKeeper(Checkpoints lease, Consumer<Throwable> lost) {
    this.lease = lease;
    this.lost = lost;
    this.thread = Thread.ofPlatform().name("attune-relay-lease").daemon().start(this::keep);
  }

  private void keep() {
    try {
      while (!closed) {
        Thread.sleep(PAUSE);
        if (!closed) {
          lease.touch();
        }
      }
    } catch (InterruptedException over) {
      Thread.currentThread().interrupt();
    } catch (SQLException | RuntimeException | Error e) {
      lost.accept(e);
    }
  }

  /** Not interrupted amid a statement: that would close the connection before the last checkpoint is kept. */
  @Override
  public void close() {
    closed = true;
  }
}
