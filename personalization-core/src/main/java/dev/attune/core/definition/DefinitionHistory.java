package dev.attune.core.definition;

import dev.attune.contracts.DefinitionEvent;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * The definitions as they were at every position. Immutable; keeps the events and the newest state, and folds anew for an
 * older one.
 *
 * @param events in order of position
 * @param latest the state after all of them
 */
public record DefinitionHistory(List<Defined> events, Definitions latest) {

  /** Nothing defined ever. */
  public static final DefinitionHistory EMPTY = new DefinitionHistory(List.of(), Definitions.NONE);

  /**
   * A definition event and where it stands in the log.
   *
   * @param event what was defined
   * @param position in the log
   */
  public record Defined(DefinitionEvent event, long position) {}

  /** The history with one more event; an event that it has already changes nothing. */
  public DefinitionHistory with(DefinitionEvent event, long position) {
    return with(List.of(new Defined(event, position)));
  }

  /** The history with more events, in order; those that it has already change nothing. */
  public DefinitionHistory with(List<Defined> more) {
    List<Defined> fresh = more.stream().filter(defined -> defined.position() > latest.position()).toList();
    if (fresh.isEmpty()) {
      return this;
    }
    List<Defined> all = new ArrayList<>(events.size() + fresh.size());
    all.addAll(events);
    all.addAll(fresh);
    return new DefinitionHistory(Collections.unmodifiableList(all), fold(latest, fresh));
  }

  /** The definitions as they were at a position. */
  public Definitions asOf(long position) {
    return position >= latest.position()
        ? latest
        : fold(Definitions.NONE, events.stream().takeWhile(defined -> defined.position() <= position).toList());
  }

  private static Definitions fold(Definitions from, List<Defined> events) {
    Definitions state = from;
    for (Defined defined : events) {
      state = state.evolve(defined.event(), defined.position());
    }
    return state;
  }
}
