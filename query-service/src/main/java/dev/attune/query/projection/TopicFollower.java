package dev.attune.query.projection;

import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Follows a topic of one partition, in no group, on a thread of its own; whatever fails, it begins again shortly. */
public final class TopicFollower implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(TopicFollower.class);
  private static final long BACK_OFF_MILLIS = 200;

  private final String name;
  private final Brokers brokers;
  private final Following following;
  private final Thread thread;
  private volatile boolean closed;

  /**
   * @param name of the thread, and what is read, for the log
   */
  public TopicFollower(String name, Brokers brokers, Following following) {
    this.name = name;
    this.brokers = brokers;
    this.following = following;
    this.thread = Thread.ofPlatform().name(name).unstarted(this::run);
  }

  /** What to do with the topic. */
  @FunctionalInterface
  public interface Following {
    /** Assigns what is read to a fresh consumer, and reads as long as it is told to. */
    void read(Consumer<byte[], byte[]> consumer, BooleanSupplier goOn);
  }

  public void start() {
    thread.start();
  }

  /** Stops after the poll that it is in; waits at most five seconds. */
  @Override
  public void close() {
    closed = true;
    try {
      thread.join(5_000);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    while (!closed) {
      try (Consumer<byte[], byte[]> consumer = brokers.reading()) {
        following.read(consumer, () -> !closed);
      } catch (RuntimeException e) {
        LOG.info("The topic of {} cannot be read yet: {}", name, e.getMessage());
        try {
          Thread.sleep(BACK_OFF_MILLIS);
        } catch (InterruptedException interrupted) {
          return;
        }
      }
    }
  }
}
