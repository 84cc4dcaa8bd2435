package dev.attune.query.profile;

import dev.attune.contracts.Identity;
import dev.attune.query.answer.MinPosition;
import dev.attune.query.answer.ProfileAnswer;
import dev.attune.query.answer.Served;
import dev.attune.query.problem.Problem;
import dev.attune.query.projection.Generation;
import dev.attune.query.projection.LiveProjection;
import dev.attune.query.view.ViewStore;
import java.time.Duration;
import java.util.UUID;
import org.bson.Document;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** {@code GET /v1/profiles/…}. */
@RestController
public final class ProfileEndpoint {

  private final LiveProjection profiles;
  private final Duration wait;

  /**
   * @param wait how long a query waits for its {@code min-position} at most
   */
  public ProfileEndpoint(LiveProjection profiles, Duration wait) {
    this.profiles = profiles;
    this.wait = wait;
  }

  /** The profile of an id. */
  @GetMapping("/v1/profiles/{id}")
  public ResponseEntity<ProfileAnswer> byId(
      @PathVariable UUID id,
      @RequestParam(name = MinPosition.NAME, required = false) @Nullable String minPosition,
      @RequestHeader(name = MinPosition.NAME, required = false) @Nullable String minPositionHeader,
      @RequestHeader(name = "If-None-Match", required = false) @Nullable String ifNoneMatch) {
    Generation generation = MinPosition.of(minPosition, minPositionHeader, wait).await(profiles, id);
    return answer(generation, id, ifNoneMatch);
  }

  /** The profile of an identity, {@code user} and {@code u-42} for example. */
  @GetMapping("/v1/profiles/by-identity/{namespace}/{value}")
  public ResponseEntity<ProfileAnswer> byIdentity(
      @PathVariable String namespace,
      @PathVariable String value,
      @RequestParam(name = MinPosition.NAME, required = false) @Nullable String minPosition,
      @RequestHeader(name = MinPosition.NAME, required = false) @Nullable String minPositionHeader,
      @RequestHeader(name = "If-None-Match", required = false) @Nullable String ifNoneMatch) {
    String identity = new Identity(namespace, value).toString();
    MinPosition least = MinPosition.of(minPosition, minPositionHeader, wait);
    Generation generation =
        least.position() == 0
            ? profiles.ready()
            : profiles.await(now -> isSettled(now, identity, least), least.position(), least.bound());
    UUID profile = owner(generation, identity);
    if (profile == null) {
      throw new Problem(Problem.Kind.NOT_FOUND, "No profile has the identity '%s'".formatted(identity));
    }
    return answer(generation, profile, ifNoneMatch);
  }

  /** Known, and its profile's partition has come so far; or all have, known or not. */
  private boolean isSettled(Generation generation, String identity, MinPosition least) {
    UUID profile = owner(generation, identity);
    return profile == null
        ? profiles.hasReached(generation, least.position())
        : least.holds(profiles, generation, profile);
  }

  private @Nullable UUID owner(Generation generation, String identity) {
    Document document = profiles.find(generation, IdentityView.NAME, identity);
    return document == null ? null : UUID.fromString(document.getString("profile"));
  }

  private ResponseEntity<ProfileAnswer> answer(Generation generation, UUID id, @Nullable String ifNoneMatch) {
    Document document = profiles.find(generation, "profile", id.toString());
    if (document == null) {
      throw new Problem(Problem.Kind.NOT_FOUND, "There is no profile '%s'".formatted(id));
    }
    return Served.of(
        ProfileAnswer.of(ProfileDocument.profile(document)),
        generation,
        document.getLong(ViewStore.POSITION),
        ifNoneMatch);
  }
}
