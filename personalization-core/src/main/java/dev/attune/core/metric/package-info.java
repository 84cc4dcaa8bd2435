/**
 * Metric windows: what became of a person's interactions within a sliding window, as a function of a small state and a
 * moment. The state is the same whatever the order in which the interactions arrived; nothing is calculated anew by a
 * clock, so a value is right at the very next read. Up to 24 hours a window is exact to the millisecond, up to 30 days
 * to the minute, beyond to the shop's day; where a state had to become coarser, the answer says by how much.
 */
@NullMarked
package dev.attune.core.metric;

import org.jspecify.annotations.NullMarked;
