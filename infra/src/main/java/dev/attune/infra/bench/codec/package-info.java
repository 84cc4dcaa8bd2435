/**
 * What it costs to write and read events, in bytes and nanoseconds: our binding of Avro beside Avro's generic one, JSON
 * and Protocol Buffers. The figures of docs/decisions/0001-event-encoding.md come from here.
 */
@NullMarked
package dev.attune.infra.bench.codec;

import org.jspecify.annotations.NullMarked;
