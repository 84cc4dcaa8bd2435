package dev.attune.query.platform;

import dev.attune.query.projection.LiveProjection;
import dev.attune.query.projection.Status;
import java.util.List;
import java.util.Map;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** {@code GET /v1/projections}: where each projection stands. Answers also while they catch up. */
@RestController
class ProjectionEndpoint {

  private final Projections projections;

  ProjectionEndpoint(Projections projections) {
    this.projections = projections;
  }

  @GetMapping("/v1/projections")
  List<Standing> projections() {
    return projections.all().stream().map(LiveProjection::status).map(ProjectionEndpoint::standing).toList();
  }

  private static Standing standing(Status status) {
    return new Standing(
        status.projection(),
        status.generation(),
        Long.toString(status.position()),
        Long.toString(status.head()),
        status.lag(),
        status.state(),
        Math.round(status.percent() * 10) / 10.0,
        status.partitions(),
        status.folding(),
        Math.round(status.eventsPerSecond()),
        status.troubles(),
        status.parked());
  }

  /**
   * Where a projection stands.
   *
   * @param name of the projection
   * @param generation number of the live one; 0 if there is none yet
   * @param position everything up to here is readable: the least that any partition has reached; opaque
   * @param head last position of the log that the relay announced; opaque
   * @param lag events of the log that are not readable yet
   * @param state how it is
   * @param percent of the way to the head that was announced when it began
   * @param partitions of the topic
   * @param folding how many of them this instance folds
   * @param eventsPerSecond folded by this instance over the last five seconds
   * @param troubles what keeps partitions from going on, by partition
   * @param parked keys of which events are parked, of the partitions that this instance folds
   */
  record Standing(
      String name,
      int generation,
      String position,
      String head,
      long lag,
      Status.State state,
      double percent,
      int partitions,
      int folding,
      long eventsPerSecond,
      Map<Integer, String> troubles,
      int parked) {}
}
