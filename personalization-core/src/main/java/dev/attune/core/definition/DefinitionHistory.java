package dev.attune.core.definition;

import dev.attune.contracts.DefinitionEvent;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * The definitions as they were at every position. Immutable.
 *
 * @param states by the position of the event that led to them
 */
public record DefinitionHistory(NavigableMap<Long, Definitions> states) {

  /** Nothing defined ever. */
  public static final DefinitionHistory EMPTY = new DefinitionHistory(new TreeMap<>());

  /** The history with one more event; an event that it has already changes nothing. */
  public DefinitionHistory with(DefinitionEvent event, long position) {
    if (position <= latest().position()) {
      return this;
    }
    NavigableMap<Long, Definitions> next = new TreeMap<>(states);
    next.put(position, latest().evolve(event, position));
    return new DefinitionHistory(next);
  }

  /** The newest definitions. */
  public Definitions latest() {
    return states.isEmpty() ? Definitions.NONE : states.lastEntry().getValue();
  }

  /** The definitions as they were at a position. */
  public Definitions asOf(long position) {
    Map.Entry<Long, Definitions> entry = states.floorEntry(position);
    return entry == null ? Definitions.NONE : entry.getValue();
  }
}
