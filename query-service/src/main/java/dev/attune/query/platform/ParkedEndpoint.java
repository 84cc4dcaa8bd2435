package dev.attune.query.platform;

import dev.attune.query.projection.Parked;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.security.SecurityRequirement;
import java.util.List;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** {@code /v1/projections/{name}/parked}: keys whose events are kept back since one of them cannot be folded. */
@RestController
class ParkedEndpoint {

  private static final int MOST = 1_000;

  private final Projections projections;

  ParkedEndpoint(Projections projections) {
    this.projections = projections;
  }

  @Operation(summary = "What is parked in the live generations, at most 1,000 keys")
  @GetMapping("/v1/projections/{name}/parked")
  List<Kept> parked(@PathVariable String name) {
    return projections.live(name).parked().stream().limit(MOST).map(Kept::of).toList();
  }

  @Operation(
      summary = "Have the instance that folds a key try what is parked of it again, within seconds",
      security = @SecurityRequirement(name = "operatorKey"))
  @PostMapping("/v1/projections/{name}/parked/{key}/retry")
  @ResponseStatus(HttpStatus.ACCEPTED)
  void retry(@PathVariable String name, @PathVariable String key) {
    projections.rebuilding(name).retry(key);
  }

  /**
   * A key.
   *
   * @param key the stream of the events, a profile's id
   * @param partition of the topic
   * @param position of the event that cannot be folded; opaque
   * @param events that are kept back, that one included
   * @param reason why it cannot be folded
   * @param attempts how often it was tried again
   */
  record Kept(String key, int partition, String position, int events, String reason, int attempts) {

    static Kept of(Parked parked) {
      return new Kept(
          parked.key(),
          parked.partition(),
          Long.toString(parked.positions().first()),
          parked.positions().size(),
          parked.reason(),
          parked.attempts());
    }
  }
}
