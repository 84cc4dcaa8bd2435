package dev.attune.infra.shop;

import dev.attune.infra.client.QueryApi;
import dev.attune.infra.terminal.Terminal;
import dev.attune.infra.terminal.Text;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/** One profile as a person would read it. */
final class PersonScreen implements Screen {

  private static final int MOST = 5;
  private static final int LABEL = 14;

  private final QueryApi api;
  private final Shopper shopper;
  private final String position;

  /** @param position how far the views must be */
  PersonScreen(QueryApi api, Shopper shopper, String position) {
    this.api = api;
    this.shopper = shopper;
    this.position = position;
  }

  @Override
  public boolean show(Terminal terminal) {
    String least = position.isEmpty() ? "" : "min-position=" + position;
    JsonNode profile = api.get(QueryApi.profilePath("user", shopper.userId()) + "?" + least);
    JsonNode timeline =
        api.get("/v1/profiles/" + profile.path("id").asString("") + "/timeline?limit=200&" + least).path("entries");
    JsonNode traits = profile.path("traits");
    terminal.heading("One of them");
    terminal.line("  " + terminal.strong(text(traits, "first_name") + " " + text(traits, "last_name"))
        + ", " + text(traits, "city") + terminal.faint("   " + text(traits, "email")));
    print(terminal, "known as", List.of(identities(profile)));
    print(terminal, "seen", List.of(seen(profile, timeline)));
    print(terminal, "did", List.of(counts(profile)));
    print(terminal, "looked at", products(timeline));
    print(terminal, "bought", purchases(timeline));
    print(terminal, "spent", List.of(spent(profile)));
    return true;
  }

  private static void print(Terminal terminal, String label, List<String> lines) {
    String shown = label;
    for (String line : lines.isEmpty() ? List.of("nothing yet") : lines) {
      terminal.line("  " + terminal.faint(Text.fit(shown, LABEL)) + Text.cut(line, Terminal.WIDTH - LABEL - 2));
      shown = "";
    }
  }

  private static String identities(JsonNode profile) {
    return profile.path("identities").valueStream()
        .map(one -> text(one, "namespace") + ":" + text(one, "value"))
        .sorted(java.util.Comparator.reverseOrder())
        .collect(Collectors.joining("  "));
  }

  private static String seen(JsonNode profile, JsonNode timeline) {
    Set<String> sessions = new LinkedHashSet<>();
    timeline.forEach(entry -> {
      if (entry.path("session").isString()) {
        sessions.add(entry.path("session").asString());
      }
    });
    return "first " + Clock24.dayAndTime(Instant.parse(text(profile, "firstSeen"))) + ", last "
        + Clock24.dayAndTime(Instant.parse(text(profile, "lastSeen"))) + ", in "
        + Text.count(sessions.size(), "session");
  }

  private static String counts(JsonNode profile) {
    return profile.path("counts").properties().stream()
        .map(one -> one.getValue().asLong() + " x " + one.getKey())
        .collect(Collectors.joining(", "));
  }

  private static List<String> products(JsonNode timeline) {
    Map<String, Integer> views = new LinkedHashMap<>();
    timeline.forEach(entry -> {
      if (text(entry, "name").equals("product_view")) {
        JsonNode properties = entry.path("properties");
        views.merge(text(properties, "name") + " (" + text(properties, "category") + ")", 1, Integer::sum);
      }
    });
    return views.entrySet().stream()
        .limit(MOST)
        .map(one -> one.getKey() + (one.getValue() > 1 ? ", " + one.getValue() + " times" : ""))
        .toList();
  }

  private static List<String> purchases(JsonNode timeline) {
    List<String> purchases = new ArrayList<>();
    timeline.forEach(entry -> {
      if (text(entry, "name").equals("purchase") && purchases.size() < MOST) {
        JsonNode properties = entry.path("properties");
        String products = properties.path("products").valueStream()
            .map(product -> text(product, "name"))
            .collect(Collectors.joining(", "));
        purchases.add(
            Clock24.day(Instant.parse(text(entry, "occurredAt"))) + "  "
                + Text.right(Money.text(properties.path("revenue"), text(properties, "currency")), 12)
                + "  " + products);
      }
    });
    return purchases;
  }

  private static String spent(JsonNode profile) {
    String spent = profile.path("spent").properties().stream()
        .map(one -> Money.text(one.getValue(), one.getKey()))
        .collect(Collectors.joining(", "));
    return spent.isEmpty() ? "nothing yet" : spent + " in all";
  }

  private static String text(JsonNode node, String field) {
    return node.path(field).asString("");
  }
}
