package dev.attune.contracts.wire;

/**
 * An envelope as it travels on Kafka.
 *
 * @param envelope the stored event
 * @param previous position of the record before it in the same partition; 0 for the first. A consumer applies a record
 *     if this is the last position it applied, drops it if its position is not greater, and reports a gap otherwise.
 */
public record Relayed(Envelope envelope, long previous) {}
