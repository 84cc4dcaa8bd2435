package dev.attune.query.projection;

/**
 * What one event in one keyed document means for a document of transitions.
 *
 * @param view that gathers it, of kind {@link View.Kind#TRANSITION}, in the same projection
 * @param id of the document; the event's partition must be part of it
 * @param change immutable; what that view understands
 */
public record Delta(String view, String id, Object change) {}
