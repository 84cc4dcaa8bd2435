package dev.attune.core.match;

import dev.attune.contracts.DefinitionEvent.Match;
import dev.attune.contracts.ProfileEvent.InteractionRecorded;
import org.jspecify.annotations.Nullable;

/**
 * A {@link Match}, compiled. Thread-safe.
 *
 * <p>A property that is missing, or JSON's null, holds for {@code MISSING} and for nothing else, not even for {@code
 * NOT_EQUAL}. Numbers equal and compare by what they are worth (5, 5.0), texts as they are, character by character; a
 * number and a text that looks like it are different. {@code CONTAINS} asks a text for a part and a list for an item.
 */
public final class Matcher {

  private final @Nullable String interaction;
  private final Condition[] conditions;

  private Matcher(@Nullable String interaction, Condition[] conditions) {
    this.interaction = interaction;
    this.conditions = conditions;
  }

  /** Compiles. */
  public static Matcher of(Match match) {
    return new Matcher(match.interaction(), match.where().stream().map(Condition::new).toArray(Condition[]::new));
  }

  /** True if the interaction is meant. */
  public boolean matches(InteractionRecorded event) {
    if (interaction != null && !interaction.equals(event.name())) {
      return false;
    }
    for (Condition condition : conditions) {
      if (!condition.holds(event.properties())) {
        return false;
      }
    }
    return true;
  }

  /** The name of the interactions that are meant; null: any. */
  public @Nullable String interaction() {
    return interaction;
  }
}
