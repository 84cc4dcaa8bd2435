package dev.attune.query.platform;

import dev.attune.query.problem.Problem;
import dev.attune.query.projection.LiveProjection;
import dev.attune.query.projection.Status;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.stereotype.Component;

/**
 * Ready once every projection has reached the head that was announced when it began. What is parked, and what keeps a
 * partition from going on, is told; it does not make an instance unready, since another one could answer no better.
 */
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
        health.withDetail(live.name(), detail(live.status()));
      } catch (Problem catchingUp) {
        health.outOfService().withDetail(live.name(), String.valueOf(catchingUp.getMessage()));
      }
    }
    return health.build();
  }

  private static String detail(Status status) {
    StringBuilder detail = new StringBuilder("caught up");
    if (status.parked() > 0) {
      detail.append("; events of ").append(status.parked()).append(" keys are parked");
    }
    if (!status.troubles().isEmpty()) {
      detail.append("; ").append(status.troubles());
    }
    return detail.toString();
  }
}
