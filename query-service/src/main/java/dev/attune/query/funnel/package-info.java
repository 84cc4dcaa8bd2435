/**
 * Funnels: where each person stands, in one document per person, and the funnels across everyone, in documents by day
 * that follow every change of what a person adds.
 */
@NullMarked
package dev.attune.query.funnel;

import org.jspecify.annotations.NullMarked;
