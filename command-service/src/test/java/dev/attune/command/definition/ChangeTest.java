package dev.attune.command.definition;

import dev.attune.command.definition.InvalidDefinitionsException.Flaw;
import dev.attune.contracts.DefinitionEvent;
import dev.attune.contracts.DefinitionEvent.AudienceArchived;
import dev.attune.contracts.DefinitionEvent.FunnelArchived;
import dev.attune.contracts.DefinitionEvent.MetricArchived;
import dev.attune.contracts.DefinitionEvent.MetricPublished;
import dev.attune.contracts.DefinitionEvent.OfferArchived;
import dev.attune.contracts.DefinitionEvent.OfferPublished;
import dev.attune.core.definition.Definitions;
import dev.attune.core.rule.Rules;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ChangeTest {

  private static final String SHOP =
      """
      policy: {offersPerSession: 3}
      placements: {hero: {fallback: {title: Hi}}}
      offers:
        a: {placements: [hero], priority: 2, content: {n: 1}}
        b: {placements: [hero], priority: 1, content: {n: 2}}
      """;

  @Test
  void everything_is_new_at_first() {
    Change change = Change.between(Definitions.NONE, file(SHOP), false);

    assertThat(change.events()).extracting(DefinitionEvent::version).containsOnly(1).hasSize(4);
    assertThat(change.unchanged()).isZero();
  }

  @Test
  void the_same_file_again_changes_nothing() {
    Change change = Change.between(applied(SHOP), file(SHOP), true);

    assertThat(change.events()).isEmpty();
    assertThat(change.unchanged()).isEqualTo(4);
  }

  @Test
  void only_what_differs_gets_a_new_version() {
    Change change = Change.between(applied(SHOP), file(SHOP.replace("priority: 1", "priority: 9")), false);

    assertThat(change.events())
        .singleElement()
        .isInstanceOfSatisfying(OfferPublished.class, offer -> {
          assertThat(offer.key()).isEqualTo("b");
          assertThat(offer.version()).isEqualTo(2);
        });
  }

  @Test
  void pruning_archives_what_the_file_does_not_name_and_publishing_it_again_goes_on_counting() {
    String without = SHOP.replace("  b: {placements: [hero], priority: 1, content: {n: 2}}\n", "");
    Definitions now = applied(SHOP);

    assertThat(Change.between(now, file(without), false).events()).isEmpty();
    Change pruned = Change.between(now, file(without), true);
    assertThat(pruned.events()).containsExactly(new OfferArchived("b", 2));

    Definitions after = now.evolve(pruned.events().getFirst(), now.position() + 1);
    assertThat(Change.between(after, file(SHOP), true).events())
        .singleElement()
        .extracting(DefinitionEvent::version)
        .isEqualTo(3);
  }

  @Test
  void insights_are_numbered_compared_and_archived_like_offers() {
    String insights =
        """
        shop: {zone: Europe/Berlin, currency: EUR}
        metrics: {views: {of: product_view, window: 24h}}
        funnels: {buying: {within: 7d, steps: [{of: product_view}, {of: purchase}]}}
        audiences: {keen: {rule: profile.metrics.views >= 3}}
        """;
    Definitions now = applied(insights);
    assertThat(Change.between(now, file(insights), true)).isEqualTo(new Change(List.of(), 4));

    Change longer = Change.between(now, file(insights.replace("24h", "48h")), false);
    assertThat(longer.events())
        .singleElement()
        .isInstanceOfSatisfying(MetricPublished.class, metric -> assertThat(metric.version()).isEqualTo(2));

    Change pruned = Change.between(now, file("shop: {zone: Europe/Berlin, currency: EUR}"), true);
    assertThat(pruned.events())
        .containsExactlyInAnyOrder(
            new MetricArchived("views", 2), new FunnelArchived("buying", 2), new AudienceArchived("keen", 2));
    assertThat(Coherence.flaws(now, pruned, Rules.ofPeople())).isEmpty();
  }

  @Test
  void a_metric_that_an_audience_needs_cannot_go() {
    Definitions now =
        applied("{metrics: {views: {of: any, window: 24h}}, audiences: {keen: {rule: profile.metrics.views >= 3}}}");
    Change change = new Change(List.of(new MetricArchived("views", 2)), 0);

    assertThat(Coherence.flaws(now, change, Rules.ofPeople()))
        .containsExactly(new Flaw("audiences.keen.rule", "there would be no metric 'views'"));
  }

  @Test
  void files_together_cannot_define_more_than_is_kept() {
    StringBuilder many = new StringBuilder("metrics:\n");
    for (int i = 0; i < Coherence.MOST_METRICS; i++) {
      many.append("  m%d: {of: any, window: 24h}\n".formatted(i));
    }
    Definitions full = applied(many.toString());
    Change more = Change.between(full, file("metrics: {one-more: {of: any, window: 24h}}"), false);

    assertThat(Coherence.flaws(full, new Change(List.of(), 0), Rules.ofPeople())).isEmpty();
    assertThat(Coherence.flaws(full, more, Rules.ofPeople()))
        .containsExactly(new Flaw("metrics", "there would be 201 metrics in force; at most 200"));
  }

  private static Definitions applied(String yaml) {
    Definitions now = Definitions.NONE;
    for (DefinitionEvent event : Change.between(now, file(yaml), false).events()) {
      now = now.evolve(event, now.position() + 1);
    }
    return now;
  }

  private static DefinitionFile file(String yaml) {
    return new DefinitionParser(new Rules(), Rules.ofPeople()).parse(yaml, Set.of());
  }
}
