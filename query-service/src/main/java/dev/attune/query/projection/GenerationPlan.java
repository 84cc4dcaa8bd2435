package dev.attune.query.projection;

import java.util.SortedMap;

/**
 * What a new generation is to be.
 *
 * @param revision of the fold
 * @param definitions position of the definitions that it is pinned to; 0 if it depends on none
 * @param keys that it folds, with their versions
 * @param partitions of the topic
 * @param whole it is to take the place of all that is live; false: a segment
 * @param automatic it goes live once it has passed the gate
 * @param twinOf number of the live generation that it is folded to be compared with; 0: it is to go live
 * @param throttle events per second at most, for every instance; 0: none
 * @param why for people
 */
record GenerationPlan(
    int revision,
    long definitions,
    SortedMap<String, String> keys,
    int partitions,
    boolean whole,
    boolean automatic,
    int twinOf,
    long throttle,
    String why) {}
