package dev.attune.core.metric;

import dev.attune.contracts.DefinitionEvent.Aggregation;
import dev.attune.contracts.DefinitionEvent.MetricPublished;
import dev.attune.contracts.ProfileEvent.InteractionRecorded;
import dev.attune.contracts.value.Value;
import dev.attune.core.match.Matcher;
import dev.attune.core.match.Path;
import java.time.Instant;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;

/** A metric's definition in the shop's zone, compiled. Thread-safe. */
public final class Metric {

  /** How far a reader's clock may be behind: what was in the window so long ago is still kept. */
  static final long PATIENCE_MILLIS = 60_000;

  private final MetricPublished definition;
  private final Matcher matcher;
  private final @Nullable Path path;
  private final Window window;

  private Metric(MetricPublished definition, Matcher matcher, @Nullable Path path, Window window) {
    this.definition = definition;
    this.matcher = matcher;
    this.path = path;
    this.window = window;
  }

  /**
   * Compiles.
   *
   * @param zone the shop's, whose days count in windows of more than 30 days
   */
  public static Metric of(MetricPublished definition, ZoneId zone) {
    String property = definition.property();
    return new Metric(
        definition, Matcher.of(definition.of()), property == null ? null : Path.of(property),
        Window.of(definition.seconds(), zone));
  }

  /** What it was compiled from. */
  public MetricPublished definition() {
    return definition;
  }

  /** What interactions count. */
  public Matcher matcher() {
    return matcher;
  }

  /** The earliest moment that the window looks back to; null: there is none. */
  public @Nullable Instant since(Instant now) {
    return window.begins(window.first(now));
  }

  /** The zone if a window of the definition is cut by its days, else empty. */
  public static String calendar(MetricPublished definition, String zone) {
    return Grid.of(definition.seconds()) == Grid.DAY ? zone : "";
  }

  Aggregation aggregation() {
    return definition.aggregation();
  }

  Window window() {
    return window;
  }

  boolean means(InteractionRecorded event) {
    return matcher.matches(event);
  }

  boolean hasProperty() {
    return path != null;
  }

  @Nullable Value property(InteractionRecorded event) {
    return path == null ? null : path.in(event.properties());
  }

  boolean isOfNumbers() {
    return switch (definition.aggregation()) {
      case SUM, AVERAGE, MIN, MAX -> true;
      case COUNT, UNIQUE, LAST, TOP -> false;
    };
  }

  /** The first unit that a window may still reach, if the log has come to a time. */
  long reachable(long recordedAtMillis) {
    return window.first(Instant.ofEpochMilli(recordedAtMillis - PATIENCE_MILLIS));
  }
}
