/**
 * The PostgreSQL event store engine: append units with claims, positions without gaps, a feed that skips nothing.
 *
 * <p>{@code append} writes, {@code read} reads, {@code stream} takes the commands of one stream one after another,
 * {@code schema} migrates, {@code axon} fits it all to Axon Framework 4. Only {@code axon} knows Axon.
 */
@NullMarked
package dev.attune.eventstore;

import org.jspecify.annotations.NullMarked;
