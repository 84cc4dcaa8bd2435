package dev.attune.infra.shop;

import dev.attune.infra.client.QueryApi;
import dev.attune.infra.terminal.Terminal;
import dev.attune.infra.terminal.Text;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * One shopper's session: what was done, what was offered at which placement, what was held back and why. Each decision
 * is
 * taken again from history by query-service and compared with what was stored.
 */
final class TimeMachineScreen implements Screen {

  private static final int LABEL = 19;
  private static final int MARGIN = 31;
  private static final Set<String> TOLD = Set.of("add_to_cart", "checkout_initiated", "purchase", "product_view");

  private final QueryApi api;
  private final Shown shown;
  private final String position;

  /** @param position how far the views must be */
  TimeMachineScreen(QueryApi api, Shown shown, String position) {
    this.api = api;
    this.shown = shown;
    this.position = position;
  }

  @Override
  public boolean show(Terminal terminal) {
    Visit visit = shown.visit();
    Shopper shopper = visit.shopper();
    terminal.heading("The time machine, in small");
    terminal.line("  " + terminal.strong(shopper.firstName() + " " + shopper.lastName()) + " (" + shopper.userId()
        + "), session " + visit.session() + ", " + visit.device().kind() + ", " + shopper.city().name());
    terminal.line();
    int identical = 0;
    int decisions = 0;
    for (JsonNode entry : session()) {
      switch (entry.path("event").asString("")) {
        case "interaction.recorded" -> interaction(terminal, entry);
        case "decision.made" -> {
          decisions++;
          identical += decision(terminal, entry) ? 1 : 0;
        }
        default -> {
          // sign-ins and links of identities are no part of this picture
        }
      }
    }
    return verdict(terminal, identical, decisions);
  }

  /** The session's entries, the oldest first. */
  private List<JsonNode> session() {
    String least = position.isEmpty() ? "" : "&min-position=" + position;
    String profile = shown.decisions().getFirst().path("profile").asString("");
    return api.get("/v1/profiles/" + profile + "/timeline?limit=1000" + least)
        .path("entries").valueStream()
        .filter(entry -> entry.path("session").asString("").equals(shown.visit().session()))
        .toList()
        .reversed();
  }

  private static void interaction(Terminal terminal, JsonNode entry) {
    String name = entry.path("name").asString("");
    if (!TOLD.contains(name)) {
      return;
    }
    JsonNode properties = entry.path("properties");
    String what = switch (name) {
      case "purchase" -> Money.text(properties.path("revenue"), properties.path("currency").asString(""));
      case "checkout_initiated" -> Money.text(properties.path("value"), properties.path("currency").asString(""));
      default -> properties.path("name").asString("");
    };
    terminal.line("  " + terminal.faint(time(entry, "occurredAt") + "  " + Text.fit(name, LABEL) + what));
  }

  private boolean decision(Terminal terminal, JsonNode entry) {
    String id = entry.path("properties").path("decisionId").asString("");
    JsonNode why = api.get("/v1/decisions/" + id + "/explanation");
    boolean identical = why.path("digest").path("identical").asBoolean(false);
    JsonNode proposition = why.path("proposition");
    int limit = why.path("cap").path("limit").asInt(0);
    int before = why.path("cap").path("consumedBefore").asInt(0);
    String offer = proposition.path("offer").asString("");
    String line;
    if (!proposition.isObject()) {
      line = "showed nothing";
    } else if (proposition.path("fallback").asBoolean(false)) {
      line = "fallback  " + title(id, "fallback");
    } else if (proposition.path("consumed").asBoolean(false)) {
      String counted = ", " + (before + 1) + " of " + limit + "  ";
      line = terminal.good("offered " + offer) + counted + title(id, "offered " + offer + counted);
    } else {
      String again = "again " + offer + ", not counted  ";
      line = again + title(id, again);
    }
    terminal.line(
        "  " + time(why, "decidedAt") + "  "
            + terminal.strong(Text.fit(why.path("placement").asString(""), LABEL)) + line);
    held(terminal, why.path("candidates"));
    if (!identical) {
      terminal.line(" ".repeat(MARGIN) + terminal.bad("NOT IDENTICAL: the recomputation differs from what was stored"));
    }
    return identical;
  }

  private static void held(Terminal terminal, JsonNode candidates) {
    List<String> ineligible = new ArrayList<>();
    for (JsonNode candidate : candidates) {
      String offer = candidate.path("offer").asString("");
      String held = "held back " + Text.fit(offer, 20) + "  " + candidate.path("reason").asString("");
      switch (candidate.path("gate").asString("")) {
        case "" -> {
          // the one that was proposed
        }
        case "ineligible" -> ineligible.add(offer);
        case "capped" -> terminal.line(" ".repeat(MARGIN) + terminal.warning(held));
        default -> terminal.line(" ".repeat(MARGIN) + held);
      }
    }
    if (!ineligible.isEmpty()) {
      String all = "rule does not hold: " + String.join(", ", ineligible);
      terminal.line(" ".repeat(MARGIN) + terminal.faint(Text.cut(all, Terminal.WIDTH - MARGIN)));
    }
  }

  /** The title that was shown, as far as there is room for it behind what stands before it. */
  private String title(String decision, String before) {
    int room = Math.max(10, Terminal.WIDTH - MARGIN - before.length() - 2);
    return shown.decisions().stream()
        .filter(one -> one.path("decisionId").asString("").equals(decision))
        .map(one -> one.path("proposition").path("content").path("title").asString(""))
        .map(title -> "\"" + Text.cut(title, room) + "\"")
        .findFirst()
        .orElse("");
  }

  private boolean verdict(Terminal terminal, int identical, int decisions) {
    terminal.line();
    boolean good = decisions > 0 && decisions >= shown.decisions().size() && identical == decisions;
    String counted = identical + " of " + Text.count(decisions, "decision");
    if (good) {
      terminal.line("  Recomputed from history: " + terminal.good(counted + " identical") + ", bit for bit.");
    } else if (decisions < shown.decisions().size()) {
      terminal.line(terminal.bad("  INCOMPLETE: ") + shown.decisions().size() + " decisions were answered,"
          + " the timeline has "
          + decisions + ".");
    } else {
      terminal.line(terminal.bad("  NOT IDENTICAL: ") + "only " + counted
          + " came out the same when recomputed from history.");
    }
    return good;
  }

  private static String time(JsonNode node, String field) {
    return Clock24.time(Instant.parse(node.path(field).asString("")));
  }
}
