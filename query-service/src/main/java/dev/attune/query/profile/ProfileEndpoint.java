package dev.attune.query.profile;

import dev.attune.contracts.Identity;
import dev.attune.query.answer.MinPosition;
import dev.attune.query.answer.Served;
import dev.attune.query.problem.Problem;
import dev.attune.query.projection.Generation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** {@code GET /v1/profiles/…}. */
@RestController
public final class ProfileEndpoint {

  /** Most people of one request. */
  private static final int MOST = 100;

  private final People people;
  private final InstantSource clock;

  public ProfileEndpoint(People people, InstantSource clock) {
    this.people = people;
    this.clock = clock;
  }

  /**
   * The profile of an id.
   *
   * @param fields names with commas between them; without, all but {@code traitHistory} and {@code sessionHistory}
   * @param at the profile as it was then: of what had been recorded
   * @param position the profile as it was when the log had come so far
   */
  @GetMapping("/v1/profiles/{id}")
  @ApiResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = PersonAnswer.class)))
  public ResponseEntity<Object> byId(
      @PathVariable UUID id,
      @RequestParam(required = false) @Nullable String fields,
      @RequestParam(required = false) @Nullable String at,
      @RequestParam(required = false) @Nullable String position,
      @RequestParam(name = MinPosition.NAME, required = false) @Nullable String minPosition,
      @RequestHeader(name = MinPosition.NAME, required = false) @Nullable String minPositionHeader,
      @RequestHeader(name = "If-None-Match", required = false) @Nullable String ifNoneMatch) {
    Fields wanted = Fields.of(fields);
    Moment moment = Moment.of(at, position);
    Generation generation = people.await(id, people.least(minPosition, minPositionHeader));
    return answer(generation, id, wanted, moment, ifNoneMatch);
  }

  /** The profile of an identity, {@code user} and {@code u-42} for example; else as by id. */
  @GetMapping("/v1/profiles/by-identity/{namespace}/{value}")
  @ApiResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = PersonAnswer.class)))
  public ResponseEntity<Object> byIdentity(
      @PathVariable String namespace,
      @PathVariable String value,
      @RequestParam(required = false) @Nullable String fields,
      @RequestParam(required = false) @Nullable String at,
      @RequestParam(required = false) @Nullable String position,
      @RequestParam(name = MinPosition.NAME, required = false) @Nullable String minPosition,
      @RequestHeader(name = MinPosition.NAME, required = false) @Nullable String minPositionHeader,
      @RequestHeader(name = "If-None-Match", required = false) @Nullable String ifNoneMatch) {
    Fields wanted = Fields.of(fields);
    Moment moment = Moment.of(at, position);
    Identity identity = new Identity(namespace, value);
    Generation generation = people.await(identity, people.least(minPosition, minPositionHeader));
    UUID profile = people.owner(generation, identity);
    if (profile == null) {
      throw new Problem(Problem.Kind.NOT_FOUND, "No profile has the identity '%s'".formatted(identity));
    }
    return answer(generation, profile, wanted, moment, ifNoneMatch);
  }

  /** Up to a hundred profiles at once, by ids and identities, each once, in no order. */
  @PostMapping("/v1/profiles:batch")
  public Batch batch(
      @RequestBody Wanted wanted,
      @RequestParam(name = MinPosition.NAME, required = false) @Nullable String minPosition,
      @RequestHeader(name = MinPosition.NAME, required = false) @Nullable String minPositionHeader) {
    List<UUID> ids = given(wanted.ids());
    List<Identity> identities =
        given(wanted.identities()).stream().map(name -> new Identity(name.namespace(), name.value())).toList();
    if (ids.size() + identities.size() > MOST) {
      throw new Problem(Problem.Kind.BAD_REQUEST, "Ask for at most %d profiles at once".formatted(MOST));
    }
    Fields fields = Fields.of(wanted.fields() == null ? null : String.join(",", wanted.fields()));
    Generation generation = people.await(people.least(minPosition, minPositionHeader));
    Map<Identity, UUID> owners = people.owners(generation, identities);
    Set<UUID> all = new LinkedHashSet<>(ids);
    all.addAll(owners.values());
    Map<UUID, Person> found = people.find(generation, all);
    Instant now = clock.instant();
    List<Object> profiles = new ArrayList<>();
    List<String> missing = new ArrayList<>();
    for (UUID id : all) {
      Person person = found.get(id);
      if (person == null) {
        missing.add(id.toString());
      } else {
        profiles.add(fields.of(PersonAnswer.of(person, now, fields)));
      }
    }
    identities.stream().filter(one -> !owners.containsKey(one)).map(Identity::toString).forEach(missing::add);
    return new Batch(profiles, missing);
  }

  private static <T> List<T> given(@Nullable List<T> list) {
    if (list != null && list.contains(null)) {
      throw new Problem(Problem.Kind.BAD_REQUEST, "null is nobody's id or identity");
    }
    return list == null ? List.of() : list;
  }

  private ResponseEntity<Object> answer(
      Generation generation, UUID id, Fields fields, @Nullable Moment moment, @Nullable String ifNoneMatch) {
    if (moment != null) {
      People.Past past = people.find(generation, id, moment.within());
      if (past == null) {
        throw new Problem(Problem.Kind.NOT_FOUND, "There was no profile '%s' at that moment".formatted(id));
      }
      Instant then = Objects.requireNonNullElse(moment.at(), past.last().recordedAt());
      return served(past.person(), then, fields, ifNoneMatch);
    }
    Person person = people.find(generation, id);
    if (person == null) {
      throw new Problem(Problem.Kind.NOT_FOUND, "There is no profile '%s'".formatted(id));
    }
    return served(person, clock.instant(), fields, ifNoneMatch);
  }

  /** Scores fall by the second and are not worth another answer; that a session is over is. */
  private static ResponseEntity<Object> served(
      Person person, Instant now, Fields fields, @Nullable String ifNoneMatch) {
    PersonAnswer answer = PersonAnswer.of(person, now, fields);
    String variant = answer.sessions().current() == null ? "" : "o";
    return Served.of(fields.of(answer), person.generation(), person.position(), variant, ifNoneMatch);
  }

  /**
   * Whom to find.
   *
   * @param ids of profiles
   * @param identities of people
   * @param fields as in {@code GET}; null: the usual ones
   */
  public record Wanted(
      @Nullable List<UUID> ids, @Nullable List<Name> identities, @Nullable List<String> fields) {}

  /** One name of a person. */
  public record Name(String namespace, String value) {}

  /**
   * Who was found.
   *
   * @param profiles as {@code GET} answers them
   * @param missing ids and identities ({@code user:u-42}) that nobody has
   */
  public record Batch(List<Object> profiles, List<String> missing) {}
}
