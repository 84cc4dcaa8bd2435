package dev.attune.infra.shop;

import dev.attune.infra.client.QueryApi;
import dev.attune.infra.terminal.Terminal;
import dev.attune.infra.terminal.Text;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/** How many interactions there are of each name, and what they brought. */
final class TotalsScreen implements Screen {

  private static final int MOST_ROWS = 12;
  private static final int BAR = 20;

  private static final int REVENUE = 41;

  private final QueryApi api;
  private final String position;

  /** @param position how far the view must be */
  TotalsScreen(QueryApi api, String position) {
    this.api = api;
    this.position = position;
  }

  @Override
  public boolean show(Terminal terminal) {
    JsonNode totals = api.get("/v1/totals" + (position.isEmpty() ? "" : "?min-position=" + position));
    List<JsonNode> rows = new ArrayList<>();
    totals.path("byName").forEach(rows::add);
    rows.sort(Comparator.comparingLong((JsonNode row) -> row.path("count").asLong()).reversed());
    long most = rows.isEmpty() ? 0 : rows.getFirst().path("count").asLong();
    terminal.heading("What happened, by type");
    for (JsonNode row : rows.subList(0, Math.min(MOST_ROWS, rows.size()))) {
      long count = row.path("count").asLong();
      String revenue = row.path("revenue").properties().stream()
          .map(one -> Money.text(one.getValue(), one.getKey()))
          .collect(Collectors.joining(", "));
      terminal.line(
          "  " + Text.fit(row.path("name").asString(""), 20) + Text.right(Text.count(count), 9) + "  "
              + terminal.faint(terminal.bar(count, most, BAR))
              + (revenue.isEmpty() ? "" : "  " + Text.cut(revenue, REVENUE)));
    }
    terminal.line("  " + Text.count(totals.path("interactions").asLong()) + " interactions of "
        + Text.count(totals.path("profiles").asLong()) + " people.");
    return true;
  }
}
