package dev.attune.query.audience;

import dev.attune.contracts.DefinitionEvent.AudiencePublished;
import dev.attune.core.audience.Audience;
import dev.attune.core.audience.Membership;
import dev.attune.core.definition.Insights;
import dev.attune.query.answer.MinPosition;
import dev.attune.query.answer.Served;
import dev.attune.query.history.ProfileHistory;
import dev.attune.query.problem.Problem;
import dev.attune.query.projection.Generation;
import dev.attune.query.projection.GenerationStatus;
import dev.attune.query.projection.InsightsHistory;
import dev.attune.query.projection.LiveProjection;
import dev.attune.query.projection.Segment;
import dev.attune.query.view.ViewStore;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import org.bson.Document;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** {@code GET /v1/audiences}, their members, and {@code GET /v1/profiles/{id}/audiences}. */
@RestController
public final class AudienceEndpoint {

  static final int MOST = 1_000;

  private final LiveProjection audiences;
  private final LiveProjection profiles;
  private final Census census;
  private final InsightsHistory insights;
  private final InstantSource clock;
  private final Duration wait;

  /**
   * @param profiles tells whether there is such a person
   * @param wait how long a query waits for its {@code min-position} at most
   */
  public AudienceEndpoint(
      LiveProjection audiences,
      LiveProjection profiles,
      Census census,
      InsightsHistory insights,
      InstantSource clock,
      Duration wait) {
    this.audiences = audiences;
    this.profiles = profiles;
    this.census = census;
    this.insights = insights;
    this.clock = clock;
    this.wait = wait;
  }

  /** All audiences in force, with their sizes. */
  @GetMapping("/v1/audiences")
  public ResponseEntity<Overview> all(
      @RequestParam(name = MinPosition.NAME, required = false) @Nullable String minPosition,
      @RequestHeader(name = MinPosition.NAME, required = false) @Nullable String minPositionHeader) {
    Map<Generation, Taken> taken = taken(MinPosition.of(minPosition, minPositionHeader, wait));
    List<Generation> live = List.copyOf(taken.keySet());
    List<Told> told = new ArrayList<>();
    latest().audiences().forEach((key, definition) -> {
      Segment segment = audiences.segmentOf(live, Audiences.key(key));
      if (segment != null) {
        told.add(told(definition, segment, taken));
      }
    });
    return Served.now(new Overview(told), positions(taken));
  }

  /** One audience, with its size. */
  @GetMapping("/v1/audiences/{key}")
  public ResponseEntity<Told> one(
      @PathVariable String key,
      @RequestParam(name = MinPosition.NAME, required = false) @Nullable String minPosition,
      @RequestHeader(name = MinPosition.NAME, required = false) @Nullable String minPositionHeader) {
    Map<Generation, Taken> taken = taken(MinPosition.of(minPosition, minPositionHeader, wait));
    Segment segment = audiences.segmentOf(List.copyOf(taken.keySet()), Audiences.key(key));
    AudiencePublished definition = latest().audiences().get(key);
    if (segment == null || definition == null) {
      throw unknown(key);
    }
    return Served.now(told(definition, segment, taken), positions(taken));
  }

  /**
   * Who belongs to an audience, in the order of ids, or some of them by chance.
   *
   * @param limit 1 to {@value #MOST}
   * @param cursor {@code next} of the page before
   * @param sample how many to take by chance instead, 1 to {@value #MOST}
   */
  @GetMapping("/v1/audiences/{key}/members")
  public ResponseEntity<Members> members(
      @PathVariable String key,
      @RequestParam(defaultValue = "100") int limit,
      @RequestParam(required = false) @Nullable UUID cursor,
      @RequestParam(required = false) @Nullable Integer sample,
      @RequestParam(name = MinPosition.NAME, required = false) @Nullable String minPosition,
      @RequestHeader(name = MinPosition.NAME, required = false) @Nullable String minPositionHeader) {
    int count = sample == null ? limit : sample;
    if (count < 1 || count > MOST || sample != null && cursor != null) {
      throw new Problem(
          Problem.Kind.BAD_REQUEST, "Ask for 1 to %d members, by 'limit' and 'cursor' or by 'sample'".formatted(MOST));
    }
    Map<Generation, Taken> all = taken(MinPosition.of(minPosition, minPositionHeader, wait));
    Segment segment = audiences.segmentOf(List.copyOf(all.keySet()), Audiences.key(key));
    if (segment == null) {
      throw unknown(key);
    }
    Generation generation = segment.generation();
    Taken taken = generation == null ? null : all.get(generation);
    if (taken == null) {
      throw new Problem(Problem.Kind.CATCHING_UP, "Audience '%s' is being folded; ask again later".formatted(key));
    }
    List<UUID> members =
        sample == null ? taken.members(key, cursor, limit + 1) : byChance(taken.members(key, null, Integer.MAX_VALUE), sample);
    boolean more = sample == null && members.size() > limit;
    List<UUID> page = more ? members.subList(0, limit) : members;
    return Served.now(
        new Members(
            key, segment.isCurrent(), taken.size(key), taken.evaluatedAt(), page, more ? page.getLast() : null),
        positions(all));
  }

  /** What audiences a person belongs to, at this very moment. */
  @GetMapping("/v1/profiles/{id}/audiences")
  public ResponseEntity<Standings> standings(
      @PathVariable UUID id,
      @RequestParam(name = MinPosition.NAME, required = false) @Nullable String minPosition,
      @RequestHeader(name = MinPosition.NAME, required = false) @Nullable String minPositionHeader) {
    MinPosition least = MinPosition.of(minPosition, minPositionHeader, wait);
    Map<Generation, Map<String, Membership>> memberships = new HashMap<>();
    Map<Generation, Long> positions = new LinkedHashMap<>();
    Instant now = clock.instant();
    List<Generation> live = least.awaitAll(audiences, id);
    for (Generation generation : live) {
      Document document = audiences.find(generation, AudienceView.NAME, id.toString());
      positions.put(generation, document == null ? 0 : document.getLong(ViewStore.POSITION));
      if (document != null) {
        AudienceState state = census.state(generation, id.toString(), document);
        now = state.notBefore(now);
        memberships.put(generation, state.memberships(census.compiled(generation), now));
      }
    }
    if (memberships.isEmpty() && profiles.find(least.await(profiles, id), ProfileHistory.VIEW, id.toString()) == null) {
      throw new Problem(Problem.Kind.NOT_FOUND, "There is no profile '%s'".formatted(id));
    }
    List<Standing> standings = new ArrayList<>();
    latest().audiences().forEach((key, latest) -> {
      Segment segment = audiences.segmentOf(live, Audiences.key(key));
      Generation generation = segment == null ? null : segment.generation();
      Membership membership = generation == null ? null : memberships.getOrDefault(generation, Map.of()).get(key);
      Audience audience = generation == null ? null : census.compiled(generation).get(key);
      if (segment != null && membership != null && audience != null) {
        standings.add(
            new Standing(
                key, audience.definition().version(), audience.definition().title(), segment.isCurrent(),
                membership.member(), membership.failure(), membership.until()));
      }
    });
    return Served.now(new Standings(id, now, standings), positions);
  }

  private static List<UUID> byChance(List<UUID> members, int count) {
    List<UUID> shuffled = new ArrayList<>(members);
    int taken = Math.min(count, shuffled.size());
    for (int i = 0; i < taken; i++) {
      Collections.swap(shuffled, i, ThreadLocalRandom.current().nextInt(i, shuffled.size()));
    }
    return List.copyOf(shuffled.subList(0, taken));
  }

  private Map<Generation, Taken> taken(MinPosition least) {
    Map<Generation, Taken> taken = new LinkedHashMap<>();
    for (Generation generation : least.awaitAll(audiences)) {
      taken.put(generation, census.of(generation, least.position() > 0));
    }
    return taken;
  }

  private static Map<Generation, Long> positions(Map<Generation, Taken> all) {
    Map<Generation, Long> positions = new LinkedHashMap<>();
    all.forEach((generation, taken) -> positions.put(generation, Math.max(0, taken.settled())));
    return positions;
  }

  private Told told(AudiencePublished latest, Segment segment, Map<Generation, Taken> all) {
    Generation generation = segment.generation();
    Taken taken = generation == null ? null : all.get(generation);
    Audience audience = generation == null ? null : census.compiled(generation).get(latest.key());
    AudiencePublished answered = audience == null ? latest : audience.definition();
    GenerationStatus building = segment.building();
    return new Told(
        answered.key(), answered.version(), answered.title(), answered.rule(), segment.isCurrent(),
        taken == null ? null : taken.size(latest.key()), taken == null ? null : taken.evaluatedAt(),
        building == null ? null : new Building(building.percent(), building.secondsLeft()));
  }

  private Insights latest() {
    Insights latest = insights.latest();
    if (latest == null) {
      throw new Problem(Problem.Kind.CATCHING_UP, "The definitions have not all been read yet; ask again in a moment");
    }
    return latest;
  }

  private static Problem unknown(String key) {
    return new Problem(Problem.Kind.NOT_FOUND, "There is no audience '%s'".formatted(key));
  }

  /** All audiences. */
  public record Overview(List<Told> audiences) {}

  /**
   * An audience.
   *
   * @param version of the definition that the answer is of
   * @param current false while the version in force is still being folded: this is the one before
   * @param size how many belong to it; null if it has never been folded yet
   * @param evaluatedAt the moment that the size is of, at most five seconds ago
   * @param building how far the version in force is; null if it answers
   */
  public record Told(
      String key,
      int version,
      String title,
      String rule,
      boolean current,
      @Nullable Long size,
      @Nullable Instant evaluatedAt,
      @Nullable Building building) {}

  /**
   * A version that is being folded.
   *
   * @param percent of the log
   * @param secondsLeft at the present speed; -1: it stands still
   */
  public record Building(double percent, long secondsLeft) {}

  /**
   * People who belong to an audience.
   *
   * @param next cursor of the next page; null: this is the last
   */
  public record Members(
      String key, boolean current, long size, Instant evaluatedAt, List<UUID> members, @Nullable UUID next) {}

  /** What a person belongs to. */
  public record Standings(UUID profile, Instant evaluatedAt, List<Standing> audiences) {}

  /**
   * Whether a person belongs to an audience.
   *
   * @param failure why the rule could not be evaluated, for people; null if it could
   * @param until before this moment nothing changes without another event; null: never
   */
  public record Standing(
      String key,
      int version,
      String title,
      boolean current,
      boolean member,
      @Nullable String failure,
      @Nullable Instant until) {}
}
