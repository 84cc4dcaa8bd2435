package dev.attune.query.funnel;

import dev.attune.core.definition.Insights;
import dev.attune.core.funnel.Attempt;
import dev.attune.core.funnel.Funnel;
import dev.attune.core.funnel.FunnelProgress;
import dev.attune.core.funnel.FunnelProgress.Stage;
import dev.attune.core.funnel.FunnelState;
import dev.attune.query.answer.MinPosition;
import dev.attune.query.answer.Served;
import dev.attune.query.history.ProfileHistory;
import dev.attune.query.problem.Problem;
import dev.attune.query.projection.Generation;
import dev.attune.query.projection.InsightsHistory;
import dev.attune.query.projection.LiveProjection;
import dev.attune.query.projection.Segment;
import dev.attune.query.view.ViewStore;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.bson.Document;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** {@code GET /v1/profiles/{id}/funnels} and {@code GET /v1/funnels/{key}/report}. */
@RestController
public final class FunnelEndpoint {

  static final int MOST_DAYS = 366;
  static final int USUAL_DAYS = 30;

  private final LiveProjection funnels;
  private final LiveProjection profiles;
  private final InsightsHistory insights;
  private final InstantSource clock;
  private final Duration wait;

  /**
   * @param profiles tells whether there is such a person
   * @param wait how long a query waits for its {@code min-position} at most
   */
  public FunnelEndpoint(
      LiveProjection funnels,
      LiveProjection profiles,
      InsightsHistory insights,
      InstantSource clock,
      Duration wait) {
    this.funnels = funnels;
    this.profiles = profiles;
    this.insights = insights;
    this.clock = clock;
    this.wait = wait;
  }

  /** Where a person stands in all funnels. */
  @GetMapping("/v1/profiles/{id}/funnels")
  public ResponseEntity<Standings> standings(
      @PathVariable UUID id,
      @RequestParam(name = MinPosition.NAME, required = false) @Nullable String minPosition,
      @RequestHeader(name = MinPosition.NAME, required = false) @Nullable String minPositionHeader) {
    MinPosition least = MinPosition.of(minPosition, minPositionHeader, wait);
    Map<Generation, PersonFunnels> people = new HashMap<>();
    Map<Generation, Map<String, Funnel>> compiled = new HashMap<>();
    Map<Generation, Long> positions = new LinkedHashMap<>();
    List<Generation> live = least.awaitAll(funnels, id);
    for (Generation generation : live) {
      compiled.put(generation, compiled(generation));
      Document document = funnels.find(generation, FunnelView.NAME, id.toString());
      positions.put(generation, document == null ? 0 : document.getLong(ViewStore.POSITION));
      if (document != null) {
        people.put(generation, PersonFunnels.of(document, compiled(generation)));
      }
    }
    if (people.isEmpty() && profiles.find(least.await(profiles, id), ProfileHistory.VIEW, id.toString()) == null) {
      throw new Problem(Problem.Kind.NOT_FOUND, "There is no profile '%s'".formatted(id));
    }
    Instant now = clock.instant();
    List<Standing> standings = new ArrayList<>();
    for (String key : latest().funnels().keySet()) {
      Segment segment = funnels.segmentOf(live, Funnels.key(key));
      Generation generation = segment == null ? null : segment.generation();
      Funnel funnel = generation == null ? null : compiled.getOrDefault(generation, Map.of()).get(key);
      if (segment != null && funnel != null) {
        PersonFunnels person = people.getOrDefault(generation, PersonFunnels.NONE);
        FunnelState state = person.states().getOrDefault(key, FunnelState.empty(funnel));
        standings.add(Standing.of(funnel, state.progress(funnel, now), segment.isCurrent(), person.missed()));
      }
    }
    return Served.now(new Standings(id, now, standings), positions);
  }

  /**
   * A funnel across everyone.
   *
   * @param from first day of the shop; 30 days until {@code to} if it is missing
   * @param to last day of the shop; today if it is missing
   * @param segment one of the funnel's segments to break it down by
   */
  @GetMapping("/v1/funnels/{key}/report")
  public ResponseEntity<FunnelReport> report(
      @PathVariable String key,
      @RequestParam(required = false) @Nullable String from,
      @RequestParam(required = false) @Nullable String to,
      @RequestParam(required = false) @Nullable String segment,
      @RequestParam(name = MinPosition.NAME, required = false) @Nullable String minPosition,
      @RequestHeader(name = MinPosition.NAME, required = false) @Nullable String minPositionHeader) {
    List<Generation> live = MinPosition.of(minPosition, minPositionHeader, wait).awaitAll(funnels);
    Segment where = funnels.segmentOf(live, Funnels.key(key));
    if (where == null) {
      throw new Problem(Problem.Kind.NOT_FOUND, "There is no funnel '%s'".formatted(key));
    }
    Generation generation = where.generation();
    Funnel funnel = generation == null ? null : compiled(generation).get(key);
    if (generation == null || funnel == null) {
      throw new Problem(Problem.Kind.CATCHING_UP, "Funnel '%s' is being folded; ask again later".formatted(key));
    }
    Insights pinned = insights.asOf(generation.definitions());
    ZoneId zone = ZoneId.of((pinned == null ? latest() : pinned).shop().zone());
    LocalDate last = to == null ? LocalDate.ofInstant(clock.instant(), zone) : day(to);
    LocalDate first = from == null ? last.minusDays(USUAL_DAYS - 1) : day(from);
    if (first.isAfter(last) || first.plusDays(MOST_DAYS).isBefore(last)) {
      throw new Problem(Problem.Kind.BAD_REQUEST, "Ask for 1 to %d days, 'from' first".formatted(MOST_DAYS));
    }
    int place = segment == null ? -1 : funnel.definition().segments().indexOf(segment);
    if (segment != null && place < 0) {
      throw new Problem(
          Problem.Kind.BAD_REQUEST,
          "'%s' is no segment of the funnel; it has: %s"
              .formatted(segment, String.join(", ", funnel.definition().segments())));
    }
    FunnelReport.Sums sums = new FunnelReport.Sums(funnel, place);
    long position = 0;
    for (Document document : funnels.all(generation, TotalsByDayView.NAME)) {
      TotalsByDayView.Id id = TotalsByDayView.Id.of(document.getString("_id"));
      if (id.funnel().equals(key) && !id.day().isBefore(first) && !id.day().isAfter(last)) {
        sums.add(id.day(), TotalsByDay.of(document));
        position = Math.max(position, document.getLong(ViewStore.POSITION));
      }
    }
    return Served.now(
        sums.report(first, last, zone.getId(), segment, where.isCurrent()), Map.of(generation, position));
  }

  private Map<String, Funnel> compiled(Generation generation) {
    Insights pinned = insights.asOf(generation.definitions());
    return pinned == null ? Map.of() : Funnels.compiled(pinned, generation.keys().keySet());
  }

  private Insights latest() {
    Insights latest = insights.latest();
    if (latest == null) {
      throw new Problem(Problem.Kind.CATCHING_UP, "The definitions have not all been read yet; ask again in a moment");
    }
    return latest;
  }

  private static LocalDate day(String text) {
    try {
      return LocalDate.parse(text);
    } catch (DateTimeException e) {
      throw new Problem(Problem.Kind.BAD_REQUEST, "'%s' is no day; write 2026-01-31".formatted(text));
    }
  }

  /** Where a person stands in each funnel. */
  public record Standings(UUID profile, Instant evaluatedAt, List<Standing> funnels) {}

  /**
   * Where a person stands in one funnel.
   *
   * @param version of the definition that it is of
   * @param current false while the version in force is still being folded: this is the one before
   * @param step name of the last step that the current attempt has reached; null: never entered
   * @param times when the current attempt reached each of its steps
   * @param expires until when it can be completed; null if it is over
   * @param furthest name of the furthest step that any attempt has reached
   * @param nextChange when the stage changes by time alone; null: never
   * @param missed how many interactions came too late to be counted; 0 but for people of thousands of them
   */
  public record Standing(
      String key,
      int version,
      String title,
      boolean current,
      Stage stage,
      @Nullable String step,
      List<Instant> times,
      @Nullable Instant expires,
      @Nullable String furthest,
      long entries,
      long completions,
      @Nullable Instant nextChange,
      long missed) {

    static Standing of(Funnel funnel, FunnelProgress progress, boolean current, long missed) {
      Attempt attempt = progress.current();
      Attempt best = progress.best();
      return new Standing(
          funnel.definition().key(), funnel.definition().version(), funnel.definition().title(), current,
          progress.stage(), attempt == null ? null : funnel.names().get(attempt.reached() - 1),
          attempt == null ? List.of() : attempt.times(), progress.expires(),
          best == null ? null : funnel.names().get(best.reached() - 1), progress.entries(), progress.completions(),
          progress.nextChange(), missed);
    }
  }
}
