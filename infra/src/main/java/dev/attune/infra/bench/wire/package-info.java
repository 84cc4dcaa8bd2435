/**
 * What compression makes of the relay's records, in Kafka's own batches: bytes, and time to write and to read. Its figures
 * are in docs/decisions/0002-relay-compression.md.
 */
@NullMarked
package dev.attune.infra.bench.wire;

import org.jspecify.annotations.NullMarked;
