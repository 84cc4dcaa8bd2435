package dev.attune.query.projection;

/**
 * A state that stays in memory.
 *
 * @param partition that events of it come from
 */
record Kept<S>(Held<S> held, int partition) {}
