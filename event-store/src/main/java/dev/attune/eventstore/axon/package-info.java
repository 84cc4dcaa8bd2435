/**
 * The event storage engine for Axon Framework 4. Tokens are positions: without gaps, so nothing is ever skipped or looked
 * for again. An append is a commit of its own and takes no part in a JDBC transaction of the unit of work.
 */
@NullMarked
package dev.attune.eventstore.axon;

import org.jspecify.annotations.NullMarked;
