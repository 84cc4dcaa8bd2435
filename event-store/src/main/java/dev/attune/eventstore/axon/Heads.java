package dev.attune.eventstore.axon;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.attune.eventstore.append.StreamHead;
import dev.attune.eventstore.read.EventReader;
import dev.attune.eventstore.read.StreamTail;
import java.util.UUID;
import org.axonframework.eventhandling.DomainEventMessage;

/** Heads of streams that were read or written lately: Axon knows the version of an aggregate, but not its hash chain. */
final class Heads {

  private static final long MOST = 100_000;

  private final EventReader reader;
  private final Cache<UUID, Place> lately = Caffeine.newBuilder().maximumSize(MOST).build();

  Heads(EventReader reader) {
    this.reader = reader;
  }

  /**
   * Where a stream ends.
   *
   * @param offset of Axon's sequence number from the version less 1
   */
  record Place(StreamHead head, long offset) {

    /** The sequence number that the next event has. */
    long next() {
      return head.version() + offset;
    }
  }

  void saw(Place place) {
    lately.put(place.head().stream(), place);
  }

  void forget(UUID stream) {
    lately.invalidate(stream);
  }

  /**
   * Where an event belongs. A new aggregate may begin at any number, as Axon allows; an aggregate that is known here to
   * have events may not begin again.
   *
   * @throws RivalException if the stream is elsewhere already
   */
  Place before(UUID stream, DomainEventMessage<?> event) {
    long sequence = event.getSequenceNumber();
    Place known = lately.getIfPresent(stream);
    if (known != null && known.next() == sequence) {
      return known;
    }
    if (sequence == 0) {
      return new Place(StreamHead.empty(stream), 0);
    }
    Place place = read(stream);
    if (place.head().version() == 0 && known == null) {
      return new Place(place.head(), sequence);
    }
    if (place.next() != sequence) {
      throw new RivalException(event, "the next one of the aggregate has sequence number " + place.next());
    }
    return place;
  }

  /** How far the sequence numbers of a stream are from its versions. */
  long offset(UUID stream) {
    Place known = lately.getIfPresent(stream);
    return known == null ? read(stream).offset() : known.offset();
  }

  private Place read(UUID stream) {
    StreamTail end = reader.stream(stream, Long.MAX_VALUE);
    if (end.head().version() == 0) {
      return new Place(end.head(), 0);
    }
    StreamTail last = reader.stream(stream, end.head().version() - 1);
    Place place = new Place(last.head(), AxonEvents.offset(last.events().getLast()));
    saw(place);
    return place;
  }
}
