package dev.attune.command.definition;

import dev.attune.contracts.DefinitionEvent;
import dev.attune.contracts.DefinitionEvent.OfferArchived;
import dev.attune.contracts.DefinitionEvent.OfferPublished;
import dev.attune.core.definition.Definitions;
import dev.attune.core.rule.Rules;
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

  private static Definitions applied(String yaml) {
    Definitions now = Definitions.NONE;
    for (DefinitionEvent event : Change.between(now, file(yaml), false).events()) {
      now = now.evolve(event, now.position() + 1);
    }
    return now;
  }

  private static DefinitionFile file(String yaml) {
    return new DefinitionParser(new Rules()).parse(yaml);
  }
}
