/**
 * Metric windows of each person: the states of all metrics of a generation in one document, the values calculated when
 * they are asked for. A new or changed metric is folded from the first event on beside the others, which stay as they are.
 */
@NullMarked
package dev.attune.query.metric;

import org.jspecify.annotations.NullMarked;
