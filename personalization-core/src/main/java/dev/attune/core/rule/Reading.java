package dev.attune.core.rule;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/**
 * What a rule about people is about, read off its syntax tree.
 *
 * @param fields of the profile that it names
 * @param metrics keys of the metrics that it names
 * @param asksForNow true if it names the time at all
 * @param durations written in it, none negative
 * @param moments written in it
 * @param parsesTexts true if it makes moments of texts
 * @param grain how often what it reads off a calendar or clock may change; zero: it reads nothing off one
 * @param flaws why it cannot be told when it changes by time alone, and names that are not known; for its author
 */
public record Reading(
    Set<String> fields,
    Set<String> metrics,
    boolean asksForNow,
    Set<Duration> durations,
    Set<Instant> moments,
    boolean parsesTexts,
    Duration grain,
    List<String> flaws) {}
