package dev.attune.query.profile.search;

import dev.attune.core.definition.Insights;
import dev.attune.query.answer.MinPosition;
import dev.attune.query.answer.PersonValues;
import dev.attune.query.answer.ProfileAnswer.NamedIdentity;
import dev.attune.query.answer.Served;
import dev.attune.query.history.ProfileHistory;
import dev.attune.query.problem.Problem;
import dev.attune.query.profile.search.Condition.Operator;
import dev.attune.query.profile.search.Search.Foreign;
import dev.attune.query.profile.search.Search.Found;
import dev.attune.query.profile.search.Sort.Place;
import dev.attune.query.projection.Generation;
import dev.attune.query.projection.InsightsHistory;
import dev.attune.query.projection.LiveProjection;
import dev.attune.query.view.BsonValues;
import dev.attune.query.view.ViewStore;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.enums.ParameterIn;
import jakarta.servlet.http.HttpServletRequest;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** {@code GET /v1/profiles}: finds, counts and sorts people. */
@RestController
public final class SearchEndpoint {

  private static final int MOST = 1_000;
  private static final String WHERE = "where";
  private static final String INTERACTION = "seen.interaction";
  private static final String FUNNEL = "funnel";
  private static final String AUDIENCE = "audience";
  private static final String METRIC = "metric";

  private final LiveProjection profiles;
  private final Map<String, PersonValues> others;
  private final InsightsHistory insights;
  private final InstantSource clock;
  private final Duration wait;

  /**
   * @param others values of other views, by the name that conditions have for them
   * @param wait how long a query waits for its {@code min-position} at most
   */
  public SearchEndpoint(
      LiveProjection profiles,
      Map<String, PersonValues> others,
      InsightsHistory insights,
      InstantSource clock,
      Duration wait) {
    this.profiles = profiles;
    this.others = others;
    this.insights = insights;
    this.clock = clock;
    this.wait = wait;
  }

  /**
   * The people that all conditions hold for. Values that depend on time are as of {@code evaluatedAt}.
   *
   * @param lastSeenAfter an instant
   * @param lastSeenBefore an instant
   * @param sort {@code lastSeen}, {@code firstSeen}, {@code purchases}, {@code spent} (in the shop's currency), {@code
   *     spent.EUR} or {@code metric.views_24h}
   * @param order {@code desc} or {@code asc}
   * @param limit people on the page, 0 to 1,000; 0 counts only
   * @param cursor {@code next} of the page before
   * @param request has the conditions, each as often as wanted
   */
  @GetMapping("/v1/profiles")
  @Parameter(
      name = WHERE, in = ParameterIn.QUERY,
      description =
          "A condition such as metric.views_24h>=3, trait.plan=gold, count.search>0 or spent.EUR>=100;"
              + " signs are = != < <= > >=; may be repeated")
  @Parameter(
      name = FUNNEL, in = ParameterIn.QUERY,
      description =
          "key:step, the last step that the current attempt has reached, or key:abandoned; may be repeated")
  @Parameter(
      name = AUDIENCE, in = ParameterIn.QUERY, description = "key of an audience that they belong to; may be repeated")
  @Parameter(name = INTERACTION, in = ParameterIn.QUERY, description = "An interaction that they had, ever; may be repeated")
  public ResponseEntity<Page> search(
      @RequestParam(required = false) @Nullable Instant lastSeenAfter,
      @RequestParam(required = false) @Nullable Instant lastSeenBefore,
      @RequestParam(defaultValue = Row.LAST_SEEN) String sort,
      @RequestParam(defaultValue = "desc") String order,
      @RequestParam(defaultValue = "50") int limit,
      @RequestParam(required = false) @Nullable String cursor,
      @RequestParam(name = MinPosition.NAME, required = false) @Nullable String minPosition,
      @RequestHeader(name = MinPosition.NAME, required = false) @Nullable String minPositionHeader,
      HttpServletRequest request) {
    if (limit < 0 || limit > MOST) {
      throw new Problem(Problem.Kind.BAD_REQUEST, "limit must be from 0 to %d".formatted(MOST));
    }
    if (!order.equals("desc") && !order.equals("asc")) {
      throw new Problem(Problem.Kind.BAD_REQUEST, "order must be desc or asc");
    }
    Insights defined = Objects.requireNonNullElse(insights.latest(), Insights.NONE);
    Sort by = Sort.of(sort, order.equals("asc"), defined.shop().currency());
    List<Condition> conditions = new ArrayList<>(given(request, WHERE).stream().map(Condition::of).toList());
    given(request, FUNNEL).forEach(key -> conditions.add(new Condition(FUNNEL, key, Operator.EQUAL, "true")));
    given(request, AUDIENCE).forEach(key -> conditions.add(new Condition(AUDIENCE, key, Operator.EQUAL, "true")));
    given(request, INTERACTION).forEach(name -> conditions.add(new Condition(Condition.COUNT, name, Operator.MORE, "0")));
    MinPosition least = MinPosition.of(minPosition, minPositionHeader, wait);
    Generation generation = least.await(profiles);
    Place after = cursor == null ? null : Cursor.decode(cursor, generation, by);
    Instant now = clock.instant();
    String metric = by.metric();
    Search search =
        new Search(
            conditions.stream().filter(Condition::isOwn).toList(),
            conditions.stream()
                .filter(condition -> !condition.isOwn())
                .map(one -> new Foreign(one, values(one.source()).of(one.key(), least, now)))
                .toList(),
            by, metric == null ? null : values(METRIC).of(metric, least, now), after, limit);
    profiles.scan(generation, ProfileHistory.VIEW, Row.FIELDS, range(lastSeenAfter, lastSeenBefore), search::look);
    List<Found> found = search.end();
    String next =
        found.isEmpty() || found.size() < limit ? null : Cursor.encode(generation, by, found.getLast().place());
    List<Somebody> people = found.stream().map(Somebody::of).toList();
    return Served.now(new Page(now, search.count(), people, next), Map.of(generation, position(found)));
  }

  private PersonValues values(String source) {
    PersonValues values = others.get(source);
    if (values == null) {
      throw new Problem(Problem.Kind.BAD_REQUEST, "People cannot be found by '%s'".formatted(source));
    }
    return values;
  }

  /** After and before do not include the moment itself. */
  private static ViewStore.@Nullable Range range(@Nullable Instant after, @Nullable Instant before) {
    Long least = BsonValues.micros(after);
    Long greatest = BsonValues.micros(before);
    return least == null && greatest == null
        ? null
        : new ViewStore.Range(
            Row.LAST_SEEN, least == null ? Long.MIN_VALUE : least + 1, greatest == null ? Long.MAX_VALUE : greatest - 1);
  }

  private static long position(List<Found> found) {
    return found.stream().mapToLong(one -> one.row().document().getLong(ViewStore.POSITION)).max().orElse(0);
  }

  /** As they are: a list of parameters would be split at commas. */
  private static List<String> given(HttpServletRequest request, String parameter) {
    String[] values = request.getParameterValues(parameter);
    return values == null ? List.of() : List.of(values);
  }

  /**
   * People who were found.
   *
   * @param evaluatedAt the moment that values are of
   * @param count how many there are, on all pages
   * @param next cursor of the next page; null if this one is not full
   */
  public record Page(Instant evaluatedAt, long count, List<Somebody> profiles, @Nullable String next) {}

  /**
   * Somebody who was found; {@code POST /v1/profiles:batch} tells all of them.
   *
   * @param sortedBy the value that they are sorted by, times in microseconds since 1970; null if they have none
   */
  public record Somebody(
      UUID id,
      List<NamedIdentity> identities,
      Map<String, @Nullable Object> traits,
      long purchases,
      Map<String, BigDecimal> spent,
      @Nullable Instant firstSeen,
      @Nullable Instant lastSeen,
      @Nullable BigDecimal sortedBy) {

    private static Somebody of(Found found) {
      Row row = found.row();
      return new Somebody(
          UUID.fromString(row.id()), row.identities(), row.traits(), row.purchases(), row.spent(),
          row.instant(Row.FIRST_SEEN), row.instant(Row.LAST_SEEN), found.place().value());
    }
  }
}
