package dev.attune.query.metric;

import dev.attune.contracts.DefinitionEvent.MetricPublished;
import dev.attune.contracts.ProfileEvent.InteractionRecorded;
import dev.attune.contracts.wire.Envelope;
import dev.attune.contracts.wire.EventCodec;
import dev.attune.contracts.wire.Relayed;
import dev.attune.core.definition.Insights;
import dev.attune.core.metric.Metric;
import dev.attune.core.metric.MetricState;
import dev.attune.core.metric.MetricValue;
import dev.attune.query.answer.JsonValues;
import dev.attune.query.answer.MinPosition;
import dev.attune.query.answer.Served;
import dev.attune.query.history.ProfileHistory;
import dev.attune.query.problem.Problem;
import dev.attune.query.projection.Generation;
import dev.attune.query.projection.InsightsHistory;
import dev.attune.query.projection.LiveProjection;
import dev.attune.query.projection.Segment;
import dev.attune.query.view.ViewStore;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
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

/** {@code GET /v1/profiles/{id}/metrics}: values now, or as of a past moment. */
@RestController
public final class MetricEndpoint {

  private final LiveProjection metrics;
  private final LiveProjection profiles;
  private final ProfileHistory history;
  private final EventCodec events;
  private final InsightsHistory insights;
  private final InstantSource clock;
  private final Duration wait;

  /**
   * @param profiles where a person's history is, for past moments
   * @param wait how long a query waits for its {@code min-position} at most
   */
  public MetricEndpoint(
      LiveProjection metrics,
      LiveProjection profiles,
      ProfileHistory history,
      EventCodec events,
      InsightsHistory insights,
      InstantSource clock,
      Duration wait) {
    this.metrics = metrics;
    this.profiles = profiles;
    this.history = history;
    this.events = events;
    this.insights = insights;
    this.clock = clock;
    this.wait = wait;
  }

  /**
   * The values of all metrics of a person.
   *
   * @param at the moment to look at, with what is known of it today; now if it is missing
   */
  @GetMapping("/v1/profiles/{id}/metrics")
  public ResponseEntity<Answer> metrics(
      @PathVariable UUID id,
      @RequestParam(required = false) @Nullable Instant at,
      @RequestParam(name = MinPosition.NAME, required = false) @Nullable String minPosition,
      @RequestHeader(name = MinPosition.NAME, required = false) @Nullable String minPositionHeader) {
    MinPosition least = MinPosition.of(minPosition, minPositionHeader, wait);
    return at == null ? now(id, least) : asOf(id, at, least);
  }

  private ResponseEntity<Answer> now(UUID id, MinPosition least) {
    List<Generation> generations = least.awaitAll(metrics, id);
    Map<Generation, Document> documents = new HashMap<>();
    for (Generation generation : generations) {
      Document document = metrics.find(generation, MetricView.NAME, id.toString());
      if (document != null) {
        documents.put(generation, document);
      }
    }
    if (documents.isEmpty() && profiles.find(least.await(profiles, id), ProfileHistory.VIEW, id.toString()) == null) {
      throw unknown(id);
    }
    Map<Generation, PersonMetrics> states = new HashMap<>();
    documents.forEach((generation, document) -> states.put(generation, PersonMetrics.of(document)));
    Instant now = clock.instant();
    for (PersonMetrics person : states.values()) {
      for (MetricState state : person.states().values()) {
        Instant recorded = Instant.ofEpochMilli(state.horizon());
        now = recorded.isAfter(now) ? recorded : now;
      }
    }
    List<Told> told = new ArrayList<>();
    for (String key : latest().metrics().keySet()) {
      Segment segment = metrics.segmentOf(generations, MetricView.key(key));
      Generation generation = segment == null ? null : segment.generation();
      Metric metric = generation == null ? null : metric(insights.asOf(generation.definitions()), key);
      if (segment != null && metric != null) {
        PersonMetrics person = states.getOrDefault(generation, PersonMetrics.NONE);
        MetricState state = person.states().getOrDefault(key, MetricState.empty(metric));
        told.add(told(metric, state, now, segment.isCurrent()));
      }
    }
    Map<Generation, Long> positions = new LinkedHashMap<>();
    generations.forEach(generation -> positions.put(generation, position(documents.get(generation))));
    return Served.now(new Answer(id, now, told), positions);
  }

  private static long position(@Nullable Document document) {
    return document == null ? 0 : document.getLong(ViewStore.POSITION);
  }

  /** Folds the person's history until then, with what was recorded later of it too. */
  private ResponseEntity<Answer> asOf(UUID id, Instant at, MinPosition least) {
    if (at.isAfter(clock.instant())) {
      throw new Problem(Problem.Kind.BAD_REQUEST, "'at' lies in the future");
    }
    Generation generation = least.await(profiles, id);
    List<Relayed> all = history.first(generation, id, Long.MAX_VALUE);
    if (all == null) {
      throw unknown(id);
    }
    Map<String, Metric> defined = new HashMap<>();
    Map<String, MetricState> states = new HashMap<>();
    Insights latest = latest();
    for (String key : latest.metrics().keySet()) {
      Metric metric = metric(latest, key);
      if (metric != null) {
        defined.put(key, metric);
        states.put(key, MetricState.empty(metric));
      }
    }
    for (Relayed relayed : all) {
      Envelope envelope = relayed.envelope();
      if (!envelope.occurredAt().isAfter(at) && events.decode(envelope.event()) instanceof InteractionRecorded event) {
        Instant recorded = envelope.recordedAt().isAfter(at) ? at : envelope.recordedAt();
        states.replaceAll((key, state) -> {
          Metric metric = defined.get(key);
          return metric == null ? state : state.with(metric, event, envelope.occurredAt(), recorded);
        });
      }
    }
    List<Told> told = new ArrayList<>();
    for (String key : latest.metrics().keySet()) {
      Metric metric = defined.get(key);
      MetricState state = states.get(key);
      if (metric != null && state != null) {
        told.add(told(metric, state, at, true));
      }
    }
    return Served.now(new Answer(id, at, told), Map.of(generation, all.getLast().envelope().position()));
  }

  private Insights latest() {
    Insights latest = insights.latest();
    if (latest == null) {
      throw new Problem(Problem.Kind.CATCHING_UP, "The definitions have not all been read yet; ask again in a moment");
    }
    return latest;
  }

  private static @Nullable Metric metric(@Nullable Insights insights, String key) {
    MetricPublished definition = insights == null ? null : insights.metrics().get(key);
    return insights == null || definition == null ? null : Metric.of(definition, MetricView.zone(insights));
  }

  private static Problem unknown(UUID id) {
    return new Problem(Problem.Kind.NOT_FOUND, "There is no profile '%s'".formatted(id));
  }

  private static Told told(Metric metric, MetricState state, Instant now, boolean current) {
    MetricPublished definition = metric.definition();
    MetricValue value = state.value(metric, now);
    return new Told(
        definition.key(), definition.version(), definition.title(), current,
        value.value() == null ? null : JsonValues.of(value.value()), value.top(), value.approximate(), value.error(),
        metric.since(now), state.nextChange(metric, now));
  }

  /**
   * The metrics of a person.
   *
   * @param evaluatedAt the moment that the values are of
   */
  public record Answer(UUID profile, Instant evaluatedAt, List<Told> metrics) {}

  /**
   * A metric and its value.
   *
   * @param version of the definition that it is of
   * @param current false while the version in force is still being folded: this is the one before
   * @param value number, text, true or false; null where there is none
   * @param top the most frequent values, for {@code top}
   * @param approximate true if it cannot be told exactly
   * @param error by how much it may be wrong; null if it is exact or that cannot be told
   * @param since when the window begins; null for lifetime
   * @param nextChange when the value may change without another event; null: never
   */
  public record Told(
      String key,
      int version,
      String title,
      boolean current,
      @Nullable Object value,
      List<MetricValue.Frequent> top,
      boolean approximate,
      @Nullable BigDecimal error,
      @Nullable Instant since,
      @Nullable Instant nextChange) {}
}
