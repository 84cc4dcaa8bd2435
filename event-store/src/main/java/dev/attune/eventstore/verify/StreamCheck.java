package dev.attune.eventstore.verify;

import dev.attune.contracts.wire.Envelope;
import dev.attune.eventstore.append.HashChain;
import dev.attune.eventstore.append.StreamHead;
import dev.attune.eventstore.read.StoredEvent;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

/**
 * Versions, checksums and chains of the streams of one pass, and their heads. After a fault it goes on from what is
 * stored, so that one damage is told once. Not thread-safe.
 */
final class StreamCheck {

  private final Map<UUID, Known> streams = new HashMap<>();
  private final Faults faults;

  StreamCheck(Faults faults) {
    this.faults = faults;
  }

  private record Known(long version, long position, byte[] chain) {}

  void event(StoredEvent stored) {
    Envelope event = stored.envelope();
    Known before = streams.get(event.stream());
    long version = before == null ? 0 : before.version();
    byte[] chain = before == null ? StreamHead.empty(event.stream()).chain() : before.chain();
    if (event.version() != version + 1) {
      faults.add(
          event.position(), "version %d of stream %s follows version %d", event.version(), event.stream(), version);
    }
    if (!stored.named()) {
      faults.add(
          event.position(), "event %s is of type %s, which has no name; its bytes cannot be checked without it",
          event.eventId(), event.event().name());
      streams.put(event.stream(), new Known(event.version(), event.position(), stored.chain()));
      return;
    }
    HashChain.Link link = HashChain.link(new StreamHead(event.stream(), event.version() - 1, chain), event);
    if (link.checksum() != stored.checksum()) {
      faults.add(
          event.position(), "the bytes of event %s are not those that its checksum was made of", event.eventId());
    } else if (event.version() == version + 1 && !Arrays.equals(link.chain(), stored.chain())) {
      faults.add(
          event.position(), "the chain of stream %s does not lead from version %d to %d", event.stream(), version,
          event.version());
    }
    streams.put(event.stream(), new Known(event.version(), event.position(), stored.chain()));
  }

  /** The stored head of a stream. */
  void head(UUID stream, long version, long position, byte[] chain) {
    Known last = streams.remove(stream);
    if (last == null) {
      faults.add(position, "the head of stream %s has version %d, and the stream has no events", stream, version);
    } else if (version != last.version() || position != last.position() || !Arrays.equals(chain, last.chain())) {
      faults.add(
          last.position(), "the head of stream %s has version %d at position %d; its last event is version %d",
          stream, version, position, last.version());
    }
  }

  /** All heads were told. */
  void noMoreHeads() {
    streams.forEach(
        (stream, last) -> faults.add(last.position(), "stream %s has events and no head", stream));
  }

  int size() {
    return streams.size();
  }
}
