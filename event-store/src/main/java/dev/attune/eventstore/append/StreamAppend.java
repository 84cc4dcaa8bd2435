package dev.attune.eventstore.append;

import java.util.List;

/**
 * Events for one stream.
 *
 * @param expected the head that the events follow; any other is a {@link Outcome.Conflict}
 * @param events in order, at least one
 */
public record StreamAppend(StreamHead expected, List<NewEvent> events) {}
