/**
 * The relay: writes every event of the log to Kafka, in order of position, each record naming the position before it in
 * its partition. However many nodes run, one relays: the one whose {@link dev.attune.command.outbound.Lease} holds. What
 * it writes is a function of the log alone, so that two relays that overlap write the same records, and it goes on where
 * its checkpoint in PostgreSQL says, which may lag behind the topic and never leads. What consumers report missing it
 * sends again ({@link dev.attune.command.outbound.Resending}); the log can be copied into other topics beside it ({@link
 * dev.attune.command.outbound.Copies}).
 */
@NullMarked
package dev.attune.command.outbound;

import org.jspecify.annotations.NullMarked;
