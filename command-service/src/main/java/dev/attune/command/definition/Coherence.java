package dev.attune.command.definition;

import dev.attune.command.definition.InvalidDefinitionsException.Flaw;
import dev.attune.contracts.DefinitionEvent;
import dev.attune.core.definition.Definitions;
import dev.attune.core.definition.Insights;
import dev.attune.core.rule.Rules;
import java.util.ArrayList;
import java.util.List;

/** What must hold of all definitions in force together, whichever files they came from. Pure. */
final class Coherence {

  static final int MOST_METRICS = 200;
  static final int MOST_FUNNELS = 50;
  static final int MOST_AUDIENCES = 200;

  private Coherence() {}

  /**
   * What would be wrong after a change; empty if nothing.
   *
   * @param rules of people
   */
  static List<Flaw> flaws(Definitions now, Change change, Rules rules) {
    Definitions next = now;
    for (DefinitionEvent event : change.events()) {
      next = next.evolve(event, now.position());
    }
    Insights insights = next.insights();
    List<Flaw> flaws = new ArrayList<>();
    atMost(insights.metrics().size(), MOST_METRICS, "metrics", flaws);
    atMost(insights.funnels().size(), MOST_FUNNELS, "funnels", flaws);
    atMost(insights.audiences().size(), MOST_AUDIENCES, "audiences", flaws);
    insights.audiences().forEach((key, audience) -> {
      for (String metric : rules.read(audience.rule()).metrics()) {
        if (!insights.metrics().containsKey(metric)) {
          flaws.add(new Flaw("audiences." + key + ".rule", "there would be no metric '%s'".formatted(metric)));
        }
      }
    });
    return List.copyOf(flaws);
  }

  private static void atMost(int size, int most, String what, List<Flaw> flaws) {
    if (size > most) {
      flaws.add(new Flaw(what, "there would be %d %s in force; at most %d".formatted(size, what, most)));
    }
  }
}
