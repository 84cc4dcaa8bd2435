package dev.attune.query.daily;

import dev.attune.query.answer.Days;
import dev.attune.query.answer.MinPosition;
import dev.attune.query.answer.Served;
import dev.attune.query.problem.Problem;
import dev.attune.query.projection.Generation;
import dev.attune.query.projection.LiveProjection;
import dev.attune.query.view.ViewStore;
import java.time.Duration;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.bson.Document;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** {@code GET /v1/daily}. */
@RestController
public final class DailyEndpoint {

  private static final Set<String> BREAKDOWNS = Set.of(DailyView.TYPE, DailyView.SOURCE, DailyView.CATEGORY);
  private static final int AT_ONCE = 16;

  private final LiveProjection daily;
  private final InstantSource clock;
  private final Duration wait;

  /**
   * @param wait how long a query waits for its {@code min-position} at most
   */
  public DailyEndpoint(LiveProjection daily, InstantSource clock, Duration wait) {
    this.daily = daily;
    this.clock = clock;
    this.wait = wait;
  }

  /**
   * Counts and revenue by day, by when things happened.
   *
   * @param from first day of the shop; 30 days until {@code to} if it is missing
   * @param to last day of the shop; today if it is missing
   * @param by {@code type} (name of the interaction), {@code source} or {@code category}
   */
  @GetMapping("/v1/daily")
  public ResponseEntity<DailyReport> daily(
      @RequestParam(required = false) @Nullable String from,
      @RequestParam(required = false) @Nullable String to,
      @RequestParam(required = false) @Nullable String by,
      @RequestParam(name = MinPosition.NAME, required = false) @Nullable String minPosition,
      @RequestHeader(name = MinPosition.NAME, required = false) @Nullable String minPositionHeader) {
    if (by != null && !BREAKDOWNS.contains(by)) {
      throw new Problem(Problem.Kind.BAD_REQUEST, "'%s' is no break-down; give type, source or category".formatted(by));
    }
    Generation generation = MinPosition.of(minPosition, minPositionHeader, wait).await(daily);
    ZoneId zone = DailyView.zone(generation);
    Days days = Days.of(from, to, LocalDate.ofInstant(clock.instant(), zone));
    DailyReport.Sums sums = new DailyReport.Sums(by);
    long position = 0;
    for (List<LocalDate> some : days.inParts(AT_ONCE)) {
      for (Document document :
          daily.gathered(generation, DailyView.NAME, some.stream().map(LocalDate::toString).toList())) {
        sums.add(Days.in(document.getString("_id")), DayState.of(document));
        position = Math.max(position, document.getLong(ViewStore.POSITION));
      }
    }
    return Served.now(sums.report(days.first(), days.last(), zone.getId()), Map.of(generation, position));
  }
}
