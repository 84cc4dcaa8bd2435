package dev.attune.eventstore.read;

import dev.attune.contracts.wire.Envelope;
import dev.attune.eventstore.append.StreamHead;
import java.util.List;

/**
 * The events of a stream behind a version, and the head that they lead to.
 *
 * @param events in order of version
 * @param head the head after the last of them (of the whole stream)
 */
public record StreamTail(List<Envelope> events, StreamHead head) {}
