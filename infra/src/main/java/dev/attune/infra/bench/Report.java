package dev.attune.infra.bench;

import dev.attune.infra.client.Json;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Figures as a Markdown table and as JSON. Pure. */
final class Report {

  private Report() {}

  /** A row for each subject, a column for each figure. */
  static String markdown(List<Figure> figures) {
    Set<String> names = new LinkedHashSet<>();
    Map<String, Map<String, BigDecimal>> rows = new LinkedHashMap<>();
    for (Figure figure : figures) {
      names.add(figure.name());
      rows.computeIfAbsent(figure.subject(), subject -> new LinkedHashMap<>()).put(figure.name(), figure.value());
    }
    StringBuilder table = new StringBuilder("| subject | " + String.join(" | ", names) + " |\n");
    table.append("|---|").append("---:|".repeat(names.size())).append('\n');
    rows.forEach((subject, values) ->
        table.append("| ").append(subject).append(" | ")
            .append(names.stream()
                .map(name -> values.containsKey(name) ? values.get(name).toPlainString() : "")
                .collect(Collectors.joining(" | ")))
            .append(" |\n"));
    return table.toString();
  }

  /** One flat object with names as {@code freshness.attune.p50_ms}. */
  static String json(String bench, List<Figure> figures) {
    Map<String, BigDecimal> flat = new LinkedHashMap<>();
    figures.forEach(figure -> flat.put(bench + "." + figure.subject() + "." + figure.name(), figure.value()));
    return Json.MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(flat) + "\n";
  }
}
