package dev.attune.query.platform;

import dev.attune.query.problem.Problem;
import dev.attune.query.projection.LiveProjection;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.stereotype.Component;

/** Ready once every projection has reached the head that was announced when it began. */
@Component("projectionsHealthIndicator")
class ProjectionHealth implements HealthIndicator {

  private final Projections projections;

  ProjectionHealth(Projections projections) {
    this.projections = projections;
  }

  @Override
  public Health health() {
    Health.Builder health = Health.up();
    for (LiveProjection live : projections.all()) {
      try {
        live.ready();
        health.withDetail(live.name(), "caught up");
      } catch (Problem catchingUp) {
        health.outOfService().withDetail(live.name(), String.valueOf(catchingUp.getMessage()));
      }
    }
    return health.build();
  }
}
