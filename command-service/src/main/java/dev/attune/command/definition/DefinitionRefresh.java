package dev.attune.command.definition;

import dev.attune.command.platform.LogFollower;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/** Reads all definitions before the first request is served, then looks for new ones every {@link #PAUSE}. */
final class DefinitionRefresh implements SmartLifecycle {

  static final Duration PAUSE = Duration.ofMillis(50);

  private static final Logger LOG = LoggerFactory.getLogger(DefinitionRefresh.class);

  private final LogFollower follower;
  private volatile boolean running;

  DefinitionRefresh(LogFollower follower) {
    this.follower = follower;
  }

  @Override
  public void start() {
    follower.catchUp();
    running = true;
    Thread.ofVirtual().name("definitions").start(this::follow);
  }

  private void follow() {
    boolean failing = false;
    while (running) {
      try {
        Thread.sleep(PAUSE);
        follower.catchUp();
        failing = false;
      } catch (InterruptedException e) {
        return;
      } catch (RuntimeException e) {
        if (!failing) {
          LOG.warn("New definitions cannot be read; trying again every {} ms: {}", PAUSE.toMillis(), e.toString());
        }
        failing = true;
      }
    }
  }

  @Override
  public void stop() {
    running = false;
  }

  @Override
  public boolean isRunning() {
    return running;
  }

  /** Before the web server. */
  @Override
  public int getPhase() {
    return Integer.MIN_VALUE + 100;
  }
}
