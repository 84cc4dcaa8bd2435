package dev.attune.eventstore.read;

import dev.attune.contracts.wire.Envelope;

/**
 * An event with what guards it.
 *
 * @param checksum CRC32C of the canonical bytes, as stored
 * @param chain the stream's hash chain up to the event, as stored: 16 bytes
 * @param named false if its type has no name; then the envelope has the type's number in its place
 */
public record StoredEvent(Envelope envelope, int checksum, byte[] chain, boolean named) {}
