package dev.attune.contracts.wire;

/**
 * What a consumer that misses records tells the relay on the topic {@code attune.gaps}, so that they are sent again.
 *
 * @param topicId Kafka's id of the topic that was read: one that was made anew has another, and what was missing in the
 *     old one is of no concern
 * @param partition in which records are missing
 * @param after position that was applied last in it; 0 if none
 */
public record GapReport(String topicId, int partition, long after) {}
