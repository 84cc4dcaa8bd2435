package dev.attune.infra.torture.log;

import dev.attune.contracts.wire.Encoded;
import dev.attune.eventstore.append.AppendUnit;
import dev.attune.eventstore.append.Claim;
import dev.attune.eventstore.append.NewEvent;
import dev.attune.eventstore.append.StreamAppend;
import dev.attune.eventstore.append.StreamHead;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * One try to have a message stored. All that is stored follows from it, so that it can be told from another try event by
 * event: an event's id is the attempt's with the event's number in the last 16 bits, and its data are made of its id.
 *
 * @param message number of the message, which is claimed ({@link #claimed}); several attempts may be made for it
 * @param id with 16 zeros at its end
 * @param occurredMicros the sender's clock, in microseconds since 1970
 * @param parts events for one stream each
 */
record Attempt(long message, UUID id, long occurredMicros, List<Part> parts) {

  private static final long INDEX = 0xFFFF;
  private static final int UNCLAIMED = 8;
  private static final int SHORTEST = 40;
  private static final int VARIETY = 400;
  private static final byte[] NO_CHAIN = new byte[16];

  Attempt {
    parts = List.copyOf(parts);
  }

  /**
   * What one stream gets.
   *
   * @param head that it is expected to have
   * @param events how many
   */
  record Part(StreamHead head, int events) {

    private String text() {
      return HeadText.of(head) + ":" + events;
    }

    private static Part parse(String text) {
      int end = text.lastIndexOf(':');
      return new Part(HeadText.parse(text.substring(0, end)), Integer.parseInt(text.substring(end + 1)));
    }
  }

  /** An id for an attempt, from any other. */
  static UUID id(UUID any) {
    return new UUID(any.getMostSignificantBits(), any.getLeastSignificantBits() & ~INDEX);
  }

  /** The attempt that an event belongs to. */
  static UUID of(UUID event) {
    return id(event);
  }

  /** The number of an event in its attempt, from 0. */
  static int index(UUID event) {
    return (int) (event.getLeastSignificantBits() & INDEX) - 1;
  }

  /** The bytes that an event must have. */
  static byte[] data(UUID event) {
    byte[] data = new byte[SHORTEST + Math.floorMod(event.hashCode(), VARIETY)];
    ByteBuffer buffer = ByteBuffer.wrap(data);
    while (buffer.remaining() >= Long.BYTES) {
      buffer.putLong(event.getMostSignificantBits() * 31 + event.getLeastSignificantBits() + buffer.position());
    }
    return data;
  }

  static byte[] key(long message) {
    return ByteBuffer.allocate(16).putLong(8, message).array();
  }

  /**
   * Whether a message is claimed, so that it may be sent again. The others show that what a node itself sends again, after
   * it lost its connection, needs no claim.
   */
  static boolean claimed(long message) {
    return message % UNCLAIMED != 0;
  }

  /** What is needed to know it again in the log, in less memory. */
  Attempt withoutChains() {
    return new Attempt(message, id, occurredMicros,
        parts.stream()
            .map(part ->
                new Part(new StreamHead(part.head().stream(), part.head().version(), NO_CHAIN), part.events()))
            .toList());
  }

  int events() {
    return parts.stream().mapToInt(Part::events).sum();
  }

  UUID event(int index) {
    return new UUID(id.getMostSignificantBits(), id.getLeastSignificantBits() | (index + 1));
  }

  AppendUnit unit() {
    List<StreamAppend> streams = new ArrayList<>();
    int index = 0;
    for (Part part : parts) {
      List<NewEvent> events = new ArrayList<>();
      for (int i = 0; i < part.events(); i++) {
        events.add(newEvent(event(index++)));
      }
      streams.add(new StreamAppend(part.head(), events));
    }
    Claim claim = Claim.message(key(message), parts.getFirst().head().stream());
    // Claims keep the id of the attempt, or name none where it is that of the last event.
    UUID attempt = message % 2 == 0 ? id : event(index - 1);
    return new AppendUnit(attempt, streams, claimed(message) ? List.of(claim) : List.of());
  }

  String text() {
    return message + " " + id + " " + occurredMicros + " "
        + parts.stream().map(Part::text).collect(Collectors.joining(","));
  }

  static Attempt parse(String text) {
    String[] fields = text.split(" ");
    return new Attempt(Long.parseLong(fields[0]), UUID.fromString(fields[1]), Long.parseLong(fields[2]),
        Arrays.stream(fields[3].split(",")).map(Part::parse).toList());
  }

  private NewEvent newEvent(UUID event) {
    return new NewEvent(event, new Encoded("torture.struck", 1, data(event), null),
        Instant.EPOCH.plus(occurredMicros, ChronoUnit.MICROS), null, id, null, null);
  }
}
