package dev.attune.infra.shop;

import java.util.List;
import tools.jackson.databind.JsonNode;

/**
 * What the site was told to show in a live visit.
 *
 * @param visit which one
 * @param decisions the answers, in order
 */
record Shown(Visit visit, List<JsonNode> decisions) {

  /** How much there is to tell: the cap reached, then as many different outcomes as possible. */
  long interest() {
    return 1_000 * Math.min(1, held("capped"))
        + 100 * decisions.stream().filter(one -> one.path("proposition").path("consumed").asBoolean(false)).count()
        + 50 * Math.min(1, held("outranked"))
        + 50 * Math.min(1, held("ineligible"))
        + 10 * Math.min(8, decisions.size())
        - 10 * Math.max(0, decisions.size() - 9);
  }

  private long held(String gate) {
    return decisions.stream()
        .filter(one -> one.path("heldBack").valueStream().anyMatch(held -> held.path("gate").asString("").equals(gate)))
        .count();
  }
}
