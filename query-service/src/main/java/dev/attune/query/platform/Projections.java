package dev.attune.query.platform;

import dev.attune.query.problem.Problem;
import dev.attune.query.projection.LiveProjection;
import dev.attune.query.projection.ProjectionRunner;
import dev.attune.query.projection.Rebuilding;
import java.util.List;
import org.springframework.context.SmartLifecycle;

/** All projections: started once everything else is there, stopped before it goes. */
final class Projections implements SmartLifecycle {

  private final List<ProjectionRunner> runners;
  private volatile boolean running;

  Projections(List<ProjectionRunner> runners) {
    this.runners = runners;
  }

  /** The projection of a name. */
  LiveProjection live(String name) {
    return runner(name).live();
  }

  /** What operators may do with the projection of a name. */
  Rebuilding rebuilding(String name) {
    return runner(name).rebuilding();
  }

  /**
   * @throws Problem {@code not-found} if there is no such projection
   */
  private ProjectionRunner runner(String name) {
    return runners.stream()
        .filter(runner -> runner.live().name().equals(name))
        .findFirst()
        .orElseThrow(
            () -> new Problem(Problem.Kind.NOT_FOUND, "There is no projection '%s'".formatted(name)));
  }

  List<ProjectionRunner> runners() {
    return runners;
  }

  List<LiveProjection> all() {
    return runners.stream().map(ProjectionRunner::live).toList();
  }

  @Override
  public void start() {
    runners.forEach(ProjectionRunner::start);
    running = true;
  }

  @Override
  public void stop() {
    running = false;
    runners.forEach(ProjectionRunner::stop);
    runners.forEach(ProjectionRunner::close);
  }

  @Override
  public boolean isRunning() {
    return running;
  }
}
