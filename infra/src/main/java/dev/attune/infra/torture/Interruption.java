package dev.attune.infra.torture;

import dev.attune.infra.stack.StackException;
import java.time.Duration;

/** Pauses that end the torture when it is interrupted. */
public final class Interruption {

  private Interruption() {}

  public static void pause(Duration time) {
    try {
      Thread.sleep(time);
    } catch (InterruptedException e) {
      throw of(e);
    }
  }

  public static StackException of(InterruptedException e) {
    Thread.currentThread().interrupt();
    return new StackException("Interrupted.", e);
  }
}
