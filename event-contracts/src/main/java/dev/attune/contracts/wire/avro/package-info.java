/**
 * Avro's binary encoding of events, envelopes and announcements, bound to records directly.
 *
 * <p>The schemas in {@code schemas/<name>/<revision>.avsc} say what is written; released ones never change. Avro's own
 * library parses and resolves them; the bytes of today's revision are read and written without it, because that is
 * several times as fast (docs/decisions/0001-event-encoding.md).
 */
@NullMarked
package dev.attune.contracts.wire.avro;

import org.jspecify.annotations.NullMarked;
