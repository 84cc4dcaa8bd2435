package dev.attune.query.totals;

import dev.attune.query.answer.MinPosition;
import dev.attune.query.projection.Generation;
import dev.attune.query.projection.LiveProjection;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** {@code GET /v1/totals}. */
@RestController
public final class TotalsEndpoint {

  private final LiveProjection totals;
  private final Duration wait;

  /**
   * @param wait how long a query waits for its {@code min-position} at most
   */
  public TotalsEndpoint(LiveProjection totals, Duration wait) {
    this.totals = totals;
    this.wait = wait;
  }

  /** Figures over all profiles. */
  @GetMapping("/v1/totals")
  public Totals totals(
      @RequestParam(name = MinPosition.NAME, required = false) @Nullable String minPosition,
      @RequestHeader(name = MinPosition.NAME, required = false) @Nullable String minPositionHeader) {
    Generation generation = MinPosition.of(minPosition, minPositionHeader, wait).await(totals);
    Map<String, Total> byName = new TreeMap<>();
    long profiles = 0;
    for (Total part : totals.all(generation, TotalsView.NAME).stream().map(Total::of).toList()) {
      String name = part.name();
      if (name == null) {
        profiles += part.count();
      } else {
        byName.merge(name, part, Total::plus);
      }
    }
    List<Interactions> interactions =
        byName.entrySet().stream()
            .map(entry -> new Interactions(entry.getKey(), entry.getValue().count(), entry.getValue().revenue()))
            .toList();
    return new Totals(profiles, interactions.stream().mapToLong(Interactions::count).sum(), interactions);
  }

  /**
   * Figures over all profiles.
   *
   * @param profiles how many there are
   * @param interactions how many there were in all
   * @param byName sorted by name
   */
  public record Totals(long profiles, long interactions, List<Interactions> byName) {}

  /**
   * The interactions of a name.
   *
   * @param revenue exact sums by ISO 4217 currency; {@code XXX} where the client named none
   */
  public record Interactions(String name, long count, Map<String, BigDecimal> revenue) {}
}
