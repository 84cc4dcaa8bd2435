package dev.attune.infra.wholeway;

import com.segment.analytics.Callback;
import com.segment.analytics.messages.Message;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

import static org.assertj.core.api.Assertions.assertThat;

/** What Segment's client says of its messages. */
final class Deliveries implements Callback {

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final Queue<String> delivered = new ConcurrentLinkedQueue<>();
  private final Queue<Throwable> failed = new ConcurrentLinkedQueue<>();

  @Override
  public void success(Message message) {
    delivered.add(String.valueOf(message.messageId()));
  }

  @Override
  public void failure(Message message, Throwable reason) {
    failed.add(reason);
  }

  /** Waits until so many are delivered. */
  void await(int messages) throws InterruptedException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (delivered.size() < messages && failed.isEmpty() && System.nanoTime() < deadline) {
      Thread.sleep(20);
    }
    assertThat(failed).isEmpty();
    assertThat(delivered).hasSize(messages);
  }
}
