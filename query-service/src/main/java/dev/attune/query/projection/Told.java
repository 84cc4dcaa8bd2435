package dev.attune.query.projection;

/**
 * A transition and the event that it came with.
 *
 * @param event that was folded
 * @param delta what it means
 */
record Told(Recorded event, Delta delta) {}
