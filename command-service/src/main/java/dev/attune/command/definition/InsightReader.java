package dev.attune.command.definition;

import dev.attune.command.definition.DefinitionFile.Audience;
import dev.attune.command.definition.DefinitionFile.Funnel;
import dev.attune.command.definition.DefinitionFile.Metric;
import dev.attune.command.definition.DefinitionFile.Shop;
import dev.attune.contracts.DefinitionEvent.Aggregation;
import dev.attune.contracts.DefinitionEvent.FunnelStep;
import dev.attune.contracts.DefinitionEvent.Match;
import dev.attune.core.rule.Reading;
import dev.attune.core.rule.Rules;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Currency;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads what is to be known of people: the shop's calendar and currency, metrics, funnels and audiences. */
final class InsightReader {

  static final int MOST_STEPS = 10;

  private static final int MOST_TITLE = 200;
  private static final int MOST_SEGMENTS = 5;
  private static final int MOST_EXCLUSIONS = 10;
  private static final int MOST_TOP = 100;
  private static final long A_YEAR = 365L * 86_400;
  private static final String AGGREGATIONS =
      Arrays.stream(Aggregation.values())
          .map(one -> one.name().toLowerCase(Locale.ROOT))
          .collect(Collectors.joining(", "));

  private final Rules rules;
  private final Set<String> metrics;

  /**
   * @param rules of people
   * @param metrics keys of all metrics that a rule may name
   */
  InsightReader(Rules rules, Set<String> metrics) {
    this.rules = rules;
    this.metrics = metrics;
  }

  static @Nullable Shop shop(Node node) {
    if (node.isAbsent()) {
      return null;
    }
    node.only("zone", "currency");
    String zone = node.child("zone").textOrNull();
    if (zone == null || !isZone(zone)) {
      node.child("zone").flaw("must be a time zone such as Europe/Berlin");
    }
    String currency = node.child("currency").textOrNull();
    if (currency == null || !isCurrency(currency)) {
      node.child("currency").flaw("must be a currency of ISO 4217 such as EUR");
    }
    return new Shop(zone == null ? "" : zone, currency == null ? "" : currency);
  }

  static Metric metric(String key, Node node) {
    node.only("title", "of", "where", "aggregation", "property", "top", "window");
    Match of = MatchReader.read(node);
    Aggregation aggregation = aggregation(node.child("aggregation"));
    Node property = node.child("property");
    String path = property.textOrNull();
    if (aggregation == Aggregation.COUNT && path != null) {
      property.flaw("nothing of it is counted; ask where: {%s: {exists: true}} instead".formatted(path));
    } else if (aggregation != Aggregation.COUNT && (path == null || !MatchReader.isPath(path))) {
      property.flaw("name the property, such as price");
    }
    Node top = node.child("top");
    Integer most = top.wholeOrNull();
    if (aggregation == Aggregation.TOP ? most == null || most < 1 || most > MOST_TOP : most != null) {
      top.flaw(aggregation == Aggregation.TOP ? "must be 1 to " + MOST_TOP : "is for aggregation: top");
    }
    return new Metric(title(key, node), of, aggregation, path, most == null ? 0 : most, window(node.child("window")));
  }

  private static long window(Node node) {
    if (node.is("lifetime")) {
      return 0;
    }
    Long seconds = WrittenSpan.seconds(node, 60, A_YEAR);
    return seconds == null ? 0 : seconds;
  }

  private static Aggregation aggregation(Node node) {
    String word = node.textOrNull();
    for (Aggregation one : Aggregation.values()) {
      if (word == null ? one == Aggregation.COUNT : one.name().toLowerCase(Locale.ROOT).equals(word)) {
        return one;
      }
    }
    node.flaw("must be one of " + AGGREGATIONS);
    return Aggregation.COUNT;
  }

  static Funnel funnel(String key, Node node) {
    node.only("title", "within", "segments", "steps");
    List<FunnelStep> steps = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (Node item : node.child("steps").items()) {
      FunnelStep step = step(item);
      if (!names.add(step.name())) {
        item.flaw("another step has the name '%s'".formatted(step.name()));
      }
      steps.add(step);
    }
    if (steps.size() < 2 || steps.size() > MOST_STEPS) {
      node.child("steps").flaw("must be a list of 2 to %d steps".formatted(MOST_STEPS));
    } else if (!steps.getFirst().unless().isEmpty()) {
      node.child("steps").flaw("the first step has no way to it that something could end");
    }
    List<String> segments = node.child("segments").texts();
    if (segments.size() > MOST_SEGMENTS || new HashSet<>(segments).size() < segments.size()) {
      node.child("segments").flaw("must be at most %d different ones".formatted(MOST_SEGMENTS));
    }
    if (!segments.stream().allMatch(InsightReader::isSegment)) {
      node.child("segments").flaw("a segment is source, properties.… or context.…");
    }
    Long seconds = WrittenSpan.seconds(node.child("within"), 1, A_YEAR);
    return new Funnel(title(key, node), List.copyOf(steps), seconds == null ? 0 : seconds, segments);
  }

  private static FunnelStep step(Node node) {
    node.only("name", "of", "where", "unless");
    Match match = MatchReader.read(node);
    List<Match> unless = new ArrayList<>();
    for (Node item : node.child("unless").items()) {
      unless.add(item.isMap() ? MatchReader.read(item.only("of", "where")) : MatchReader.read(item.as("of")));
    }
    if (unless.size() > MOST_EXCLUSIONS) {
      node.child("unless").flaw("must be at most %d".formatted(MOST_EXCLUSIONS));
    }
    String name = node.child("name").textOrNull();
    if (name != null && (name.isBlank() || name.length() > MOST_TITLE)) {
      node.child("name").flaw("must be 1 to %d characters".formatted(MOST_TITLE));
    }
    String interaction = match.interaction() == null ? "any" : match.interaction();
    return new FunnelStep(name == null ? interaction : name, match, List.copyOf(unless));
  }

  Audience audience(String key, Node node) {
    node.only("title", "rule");
    Node place = node.child("rule");
    String rule = place.textOrNull();
    String problem = rule == null ? "say who belongs" : rules.problem(rule);
    if (rule == null || problem != null) {
      place.flaw("not a rule: " + problem);
      return new Audience(key, "");
    }
    Reading reading = rules.read(rule);
    reading.flaws().forEach(place::flaw);
    reading.metrics().stream()
        .filter(metric -> !metrics.contains(metric))
        .forEach(metric -> place.flaw("there is no metric '%s'".formatted(metric)));
    return new Audience(title(key, node), rule);
  }

  private static String title(String key, Node node) {
    String title = node.child("title").textOrNull();
    if (title != null && (title.isBlank() || title.length() > MOST_TITLE)) {
      node.child("title").flaw("must be 1 to %d characters".formatted(MOST_TITLE));
    }
    return title == null ? key : title;
  }

  private static boolean isSegment(String written) {
    return written.equals("source")
        || (MatchReader.isPath(written) && (written.startsWith("properties.") || written.startsWith("context.")));
  }

  /** Only zones of a region: an offset knows no summer time. */
  private static boolean isZone(String zone) {
    try {
      return ZoneId.getAvailableZoneIds().contains(ZoneId.of(zone).getId());
    } catch (DateTimeException e) {
      return false;
    }
  }

  private static boolean isCurrency(String code) {
    try {
      return Currency.getInstance(code).getCurrencyCode().equals(code);
    } catch (IllegalArgumentException e) {
      return false;
    }
  }
}
