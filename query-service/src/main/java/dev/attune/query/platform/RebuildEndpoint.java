package dev.attune.query.platform;

import dev.attune.query.problem.Problem;
import dev.attune.query.projection.GateReport;
import dev.attune.query.projection.GenerationStatus;
import dev.attune.query.projection.Rebuilding;
import dev.attune.query.projection.Stage;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.security.SecurityRequirement;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** {@code /v1/projections/{name}/rebuilds}: the generations of a projection. Changing anything takes the operators' key. */
@RestController
class RebuildEndpoint {

  private final Projections projections;

  RebuildEndpoint(Projections projections) {
    this.projections = projections;
  }

  @Operation(summary = "Begin a generation beside what is live", security = @SecurityRequirement(name = "operatorKey"))
  @PostMapping("/v1/projections/{name}/rebuilds")
  ResponseEntity<Rebuild> start(@PathVariable String name, @RequestBody(required = false) @Nullable Wanted wanted) {
    Wanted how = wanted == null ? new Wanted(null, null) : wanted;
    int generation = projections.rebuilding(name).start(how.isAutomatic(), how.eventsPerSecond());
    return ResponseEntity.created(URI.create("/v1/projections/%s/rebuilds/%d".formatted(name, generation)))
        .body(rebuild(name, generation));
  }

  @Operation(summary = "All generations that are known, oldest first")
  @GetMapping("/v1/projections/{name}/rebuilds")
  List<Rebuild> rebuilds(@PathVariable String name) {
    return projections.live(name).generations().stream().map(Rebuild::of).toList();
  }

  @Operation(summary = "Where a generation stands")
  @GetMapping("/v1/projections/{name}/rebuilds/{generation:[0-9]+}")
  Rebuild rebuild(@PathVariable String name, @PathVariable int generation) {
    return projections.live(name).generations().stream()
        .filter(status -> status.member().number() == generation)
        .map(Rebuild::of)
        .findFirst()
        .orElseThrow(
            () ->
                new Problem(
                    Problem.Kind.NOT_FOUND, "Projection '%s' has no generation %d".formatted(name, generation)));
  }

  @Operation(
      summary = "Pause, resume, throttle, cancel, switch, back, retire or compare",
      description =
          "'compare' of a live generation begins another one of the same and answers with it. When it has caught up, all"
              + " documents of both are compared: if they are equal it ends as CANCELLED with a gate that passed, else it"
              + " stays BUILDING with what differs in its gate, until it is switched to (force=true) or cancelled.",
      security = @SecurityRequirement(name = "operatorKey"))
  @PostMapping("/v1/projections/{name}/rebuilds/{generation:[0-9]+}:{action:[a-z]+}")
  Rebuild act(
      @PathVariable String name,
      @PathVariable int generation,
      @PathVariable String action,
      @RequestParam(defaultValue = "false") boolean force,
      @RequestBody(required = false) @Nullable Wanted wanted) {
    Rebuilding rebuilding = projections.rebuilding(name);
    switch (action) {
      case "pause" -> rebuilding.pause(generation);
      case "resume" -> rebuilding.resume(generation);
      case "throttle" -> rebuilding.throttle(generation, wanted == null ? 0 : wanted.eventsPerSecond());
      case "cancel" -> rebuilding.cancel(generation);
      case "switch" -> rebuilding.switchTo(generation, force);
      case "back" -> rebuilding.back(generation);
      case "retire" -> rebuilding.retire(generation);
      case "compare" -> {
        return rebuild(name, rebuilding.compare(generation, wanted == null ? 0 : wanted.eventsPerSecond()));
      }
      default ->
          throw new Problem(
              Problem.Kind.NOT_FOUND,
              "'%s' cannot be done; pause, resume, throttle, cancel, switch, back, retire and compare can".formatted(action));
    }
    return rebuild(name, generation);
  }

  /**
   * How a generation is to be built.
   *
   * @param throttle events per second at most, for every instance; 0 or missing: none
   * @param mode {@code auto}: it goes live once it has passed the gate; {@code manual}: it waits to be switched to
   */
  record Wanted(@Nullable Long throttle, @com.fasterxml.jackson.annotation.JsonProperty("switch") @Nullable String mode) {

    boolean isAutomatic() {
      if (mode == null || mode.equals("auto")) {
        return true;
      }
      if (mode.equals("manual")) {
        return false;
      }
      throw new Problem(Problem.Kind.BAD_REQUEST, "switch is 'auto' or 'manual', not '%s'".formatted(mode));
    }

    long eventsPerSecond() {
      long given = throttle == null ? 0 : throttle;
      if (given < 0) {
        throw new Problem(Problem.Kind.BAD_REQUEST, "throttle is a number of events per second, 0 for none");
      }
      return given;
    }
  }

  /**
   * A generation.
   *
   * @param generation number
   * @param revision of the fold
   * @param definitions position of the definitions that it is pinned to; opaque
   * @param keys definitions that it folds, with their versions
   * @param stage what it is for
   * @param whole it takes the place of all that is live; false: a segment that stands beside it
   * @param automatic it goes live by itself once it has passed the gate
   * @param twinOf number of the live generation that it is folded to be compared with; 0: it is to go live
   * @param paused nothing is folded into it
   * @param throttle events per second at most, for every instance; 0: none
   * @param answering this instance answers requests from it
   * @param position everything up to here is readable in it; opaque
   * @param lag events of the log that are not
   * @param done records of the topic that have been read for it
   * @param total records that there are
   * @param percent of them
   * @param eventsPerSecond read by all instances over the last five seconds
   * @param secondsLeft at this speed; -1 if it stands still
   * @param troubles what keeps partitions from going on, of those that this instance folds
   * @param parked keys of which events are parked, of those that this instance folds
   * @param gate what the gate found last
   * @param remark why it was begun, or is over
   */
  record Rebuild(
      int generation,
      int revision,
      String definitions,
      Map<String, String> keys,
      Stage stage,
      boolean whole,
      boolean automatic,
      int twinOf,
      boolean paused,
      long throttle,
      boolean answering,
      String position,
      long lag,
      long done,
      long total,
      double percent,
      long eventsPerSecond,
      long secondsLeft,
      Map<Integer, String> troubles,
      int parked,
      @Nullable GateReport gate,
      String remark) {

    static Rebuild of(GenerationStatus status) {
      var member = status.member();
      var generation = member.generation();
      return new Rebuild(
          generation.number(),
          generation.revision(),
          Long.toString(generation.definitions()),
          generation.keys(),
          member.stage(),
          member.whole(),
          member.automatic(),
          member.twinOf(),
          member.paused(),
          member.throttle(),
          status.answering(),
          Long.toString(status.position()),
          status.lag(),
          status.done(),
          status.total(),
          Math.round(status.percent() * 10) / 10.0,
          Math.round(status.eventsPerSecond()),
          status.secondsLeft(),
          status.troubles(),
          status.parked(),
          member.gate(),
          member.remark());
    }
  }
}
