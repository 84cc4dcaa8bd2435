package dev.attune.command.definition;

import dev.attune.command.definition.DefinitionFile.Offer;
import dev.attune.command.definition.DefinitionFile.Placement;
import dev.attune.contracts.value.Value;
import dev.attune.core.rule.Rules;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Reads what can be decided: the policy, placements and offers. */
final class OfferReader {

  private final Rules rules;

  /** @param rules of decisions */
  OfferReader(Rules rules) {
    this.rules = rules;
  }

  static @Nullable Integer cap(Node policy) {
    Node node = policy.only("offersPerSession").child("offersPerSession");
    Integer cap = node.wholeOrNull();
    if (cap != null && (cap < 0 || cap > 1_000)) {
      node.flaw("must be 0 to 1000");
    }
    return cap;
  }

  static Placement placement(Node node) {
    return new Placement(node.only("fallback").child("fallback").contentOrNull());
  }

  Offer offer(Node node) {
    node.only("placements", "priority", "eligibility", "content");
    List<String> placements = node.child("placements").texts();
    if (placements.isEmpty()) {
      node.child("placements").flaw("name at least one placement");
    }
    Integer priority = node.child("priority").wholeOrNull();
    String rule = node.child("eligibility").textOrNull();
    String problem = rule == null ? null : rules.problem(rule);
    if (problem != null) {
      node.child("eligibility").flaw("not a rule: " + problem);
    }
    Map<String, Value> content = node.child("content").contentOrNull();
    if (content == null) {
      node.child("content").flaw("say what the client shows");
    }
    return new Offer(
        List.copyOf(new TreeSet<>(placements)), priority == null ? 0 : priority, rule,
        content == null ? Map.of() : content);
  }
}
