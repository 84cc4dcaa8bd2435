package dev.attune.core.funnel;

import dev.attune.contracts.DefinitionEvent.FunnelPublished;
import dev.attune.contracts.DefinitionEvent.FunnelStep;
import dev.attune.contracts.ProfileEvent.InteractionRecorded;
import dev.attune.contracts.value.Value;
import dev.attune.core.behaviour.OrderKey;
import dev.attune.core.match.Matcher;
import dev.attune.core.match.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A funnel's definition in the shop's zone, compiled. Thread-safe. */
public final class Funnel {

  /** Longest text of a segment, in UTF-16 units; longer ones are cut. */
  static final int MOST_SEGMENT = 100;

  private static final String SOURCE = "source";
  private static final String PROPERTIES = "properties.";
  private static final String CONTEXT = "context.";

  private final FunnelPublished definition;
  private final ZoneId zone;
  private final List<Matcher> steps;
  private final List<List<Matcher>> unless;
  private final List<Segment> segments;

  private Funnel(FunnelPublished definition, ZoneId zone) {
    this.definition = definition;
    this.zone = zone;
    steps = definition.steps().stream().map(step -> Matcher.of(step.match())).toList();
    unless = definition.steps().stream().map(step -> step.unless().stream().map(Matcher::of).toList()).toList();
    segments = definition.segments().stream().map(Segment::of).toList();
  }

  /**
   * Compiles.
   *
   * @param zone the shop's, whose days attempts are counted on
   */
  public static Funnel of(FunnelPublished definition, ZoneId zone) {
    return new Funnel(definition, zone);
  }

  /** What it was compiled from. */
  public FunnelPublished definition() {
    return definition;
  }

  /** Everything that matters to it: steps and exclusions. */
  public List<Matcher> matchers() {
    List<Matcher> all = new ArrayList<>(steps);
    unless.forEach(all::addAll);
    return List.copyOf(all);
  }

  /** How many steps. */
  public int length() {
    return steps.size();
  }

  /** Names of the steps, in order. */
  public List<String> names() {
    return definition.steps().stream().map(FunnelStep::name).toList();
  }

  /** True if the interaction reaches a step, or ends the way to one. */
  public boolean matters(InteractionRecorded event) {
    for (int i = 0; i < steps.size(); i++) {
      if (steps.get(i).matches(event)) {
        return true;
      }
      for (Matcher exclusion : unless.get(i)) {
        if (exclusion.matches(event)) {
          return true;
        }
      }
    }
    return false;
  }

  LocalDate day(Instant moment) {
    return LocalDate.ofInstant(moment, zone);
  }

  Instant limit(Instant firstStep) {
    return firstStep.plusSeconds(definition.seconds());
  }

  /** What the interaction is to the funnel; null: nothing. */
  @Nullable Reached reached(InteractionRecorded event, Instant occurredAt) {
    int reaches = 0;
    int ends = 0;
    for (int i = 0; i < steps.size(); i++) {
      if (steps.get(i).matches(event)) {
        reaches |= 1 << i;
      }
      for (Matcher exclusion : unless.get(i)) {
        if (exclusion.matches(event)) {
          ends |= 1 << i;
        }
      }
    }
    if (reaches == 0 && ends == 0) {
      return null;
    }
    OrderKey key = new OrderKey(occurredAt, event.messageId(), event.source());
    return new Reached(key, reaches, ends, (reaches & 1) == 0 ? List.of() : segments(event));
  }

  private List<String> segments(InteractionRecorded event) {
    return segments.stream().map(segment -> text(segment.in(event))).toList();
  }

  /** Empty for what is missing, or no text, number or flag. */
  private static String text(@Nullable Value value) {
    return switch (value) {
      case null -> "";
      case Value.Text text -> cut(text.value());
      case Value.Whole whole -> Long.toString(whole.value());
      case Value.Decimal decimal -> cut(decimal.value().toPlainString());
      case Value.Flag flag -> Boolean.toString(flag.value());
      case Value.Nothing nothing -> "";
      case Value.Items items -> "";
      case Value.Fields fields -> "";
    };
  }

  private static String cut(String text) {
    if (text.length() <= MOST_SEGMENT) {
      return text;
    }
    boolean splits = Character.isHighSurrogate(text.charAt(MOST_SEGMENT - 1));
    return text.substring(0, splits ? MOST_SEGMENT - 1 : MOST_SEGMENT);
  }

  /** Where a segment's value is read off. */
  private sealed interface Segment {

    @Nullable Value in(InteractionRecorded event);

    static Segment of(String written) {
      if (written.equals(SOURCE)) {
        return new Source();
      }
      if (written.startsWith(PROPERTIES)) {
        return new Property(Path.of(written.substring(PROPERTIES.length())));
      }
      if (written.startsWith(CONTEXT)) {
        return new Context(Path.of(written.substring(CONTEXT.length())));
      }
      throw new IllegalArgumentException("No segment: " + written);
    }

    record Source() implements Segment {
      @Override
      public Value in(InteractionRecorded event) {
        return Value.of(event.source().toString());
      }
    }

    record Property(Path path) implements Segment {
      @Override
      public @Nullable Value in(InteractionRecorded event) {
        return path.in(event.properties());
      }
    }

    record Context(Path path) implements Segment {
      @Override
      public @Nullable Value in(InteractionRecorded event) {
        return path.in(event.context());
      }
    }
  }
}
