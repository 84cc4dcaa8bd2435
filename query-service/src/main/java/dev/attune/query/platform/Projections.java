package dev.attune.query.platform;

import dev.attune.query.projection.LiveProjection;
import dev.attune.query.projection.ProjectionRunner;
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
    return all().stream().filter(live -> live.name().equals(name)).findFirst().orElseThrow();
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
