/**
 * Commands of one stream, one after another: a bounded mailbox per stream, decided on the evolving state, their units
 * chained in one batch. Without locks, threads held, or a transaction across the decision.
 */
@NullMarked
package dev.attune.eventstore.stream;

import org.jspecify.annotations.NullMarked;
