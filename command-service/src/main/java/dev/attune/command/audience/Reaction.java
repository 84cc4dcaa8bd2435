package dev.attune.command.audience;

import dev.attune.command.audience.CrossingState.Role;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Goes its {@link Course} while this node has the right to, and stands by while another has. Fails, and begins again. */
final class Reaction {

  private static final Logger LOG = LoggerFactory.getLogger(Reaction.class);
  private static final Duration STAND_BY = Duration.ofMillis(500);
  private static final Duration TRY_AGAIN = Duration.ofSeconds(1);

  private final Connections connections;
  private final Function<CrossingStore, Course> courses;
  private final CrossingState state;
  private volatile boolean stopped;
  private @Nullable Thread worker;

  Reaction(Connections connections, Function<CrossingStore, Course> courses, CrossingState state) {
    this.connections = connections;
    this.courses = courses;
    this.state = state;
  }

  /** Opens connections of the reaction's own: the right to go on lives and dies with one. */
  @FunctionalInterface
  interface Connections {
    Connection open() throws SQLException;
  }

  synchronized void start() {
    stopped = false;
    worker = Thread.ofPlatform().name("attune-crossings").daemon().start(this::run);
  }

  synchronized void stop() throws InterruptedException {
    stopped = true;
    Thread running = worker;
    if (running != null) {
      running.join(2_000);
      running.interrupt();
      running.join(2_000);
      worker = null;
    }
  }

  synchronized boolean isRunning() {
    return worker != null;
  }

  private void run() {
    while (!stopped) {
      try (Connection connection = connections.open()) {
        Optional<CrossingStore> store = CrossingStore.take(connection);
        while (!stopped && store.isEmpty()) {
          state.become(Role.STANDING_BY, null);
          Thread.sleep(STAND_BY);
          store = CrossingStore.take(connection);
        }
        if (store.isPresent()) {
          lead(store.get());
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        break;
      } catch (Throwable e) {
        // errors as well: without its thread it would look as if it led
        failed(e);
      }
    }
    state.become(Role.STANDING_BY, null);
  }

  private void lead(CrossingStore store) throws SQLException, InterruptedException, ExecutionException {
    Course course = courses.apply(store);
    course.begin();
    state.become(Role.LEADING, null);
    LOG.info("This node tells who enters and leaves audiences");
    while (!stopped) {
      course.step();
    }
  }

  private void failed(Throwable thrown) {
    Throwable cause = thrown instanceof ExecutionException && thrown.getCause() != null ? thrown.getCause() : thrown;
    String reason = cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
    if (stopped) {
      return;
    }
    if (state.role() == Role.FAILING && reason.equals(state.reason())) {
      LOG.debug("Crossings still cannot be told", cause);
    } else {
      LOG.warn("Crossings cannot be told, it begins again from what it kept: {}", reason, cause);
    }
    state.become(Role.FAILING, reason);
    try {
      Thread.sleep(TRY_AGAIN);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      stopped = true;
    }
  }
}
