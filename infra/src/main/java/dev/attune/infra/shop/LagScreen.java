package dev.attune.infra.shop;

import dev.attune.infra.client.QueryApi;
import dev.attune.infra.terminal.Terminal;
import dev.attune.infra.terminal.Text;
import java.util.Locale;
import tools.jackson.databind.JsonNode;

/** How far the views are. */
final class LagScreen implements Screen {

  private final QueryApi api;

  LagScreen(QueryApi api) {
    this.api = api;
  }

  @Override
  public boolean show(Terminal terminal) {
    terminal.heading("The views behind these answers");
    for (JsonNode view : api.get("/v1/projections")) {
      long lag = view.path("lag").asLong();
      terminal.line(
          "  " + Text.fit(view.path("name").asString(""), 14) + "position "
              + Text.right(view.path("position").asString("?"), 8) + " of "
              + Text.right(view.path("head").asString("?"), 8)
              + "   " + (lag == 0
                  ? terminal.good("nothing behind")
                  : terminal.warning(Text.count(lag, "event") + " behind"))
              + terminal.faint("   generation " + view.path("generation").asLong() + ", "
                  + view.path("state").asString("").toLowerCase(Locale.ROOT).replace('_', ' ')));
    }
    return true;
  }
}
