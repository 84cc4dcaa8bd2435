package dev.attune.eventstore;

import com.fasterxml.uuid.Generators;
import dev.attune.contracts.wire.Encoded;
import dev.attune.eventstore.append.AppendUnit;
import dev.attune.eventstore.append.Claim;
import dev.attune.eventstore.append.NewEvent;
import dev.attune.eventstore.append.StreamAppend;
import dev.attune.eventstore.append.StreamHead;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;

/** A small language for tests. */
public final class Given {

  private Given() {}

  public static UUID id() {
    return Generators.timeBasedEpochRandomGenerator().generate();
  }

  public static NewEvent event(String what) {
    return new NewEvent(
        id(),
        new Encoded("test.happened", 1, what.getBytes(StandardCharsets.UTF_8), null),
        Instant.parse("2026-01-02T03:04:05.678901Z"),
        null,
        null,
        null,
        null);
  }

  public static List<NewEvent> events(int count) {
    return IntStream.range(0, count).mapToObj(i -> event("event " + i)).toList();
  }

  public static byte[] key(long number) {
    return ByteBuffer.allocate(16).putLong(8, number).array();
  }

  public static Claim message(long number, UUID stream) {
    return Claim.message(key(number), stream);
  }

  /** One event behind a head. */
  public static AppendUnit unit(StreamHead head, Claim... claims) {
    return unit(head, List.of(event("one")), claims);
  }

  public static AppendUnit unit(StreamHead head, List<NewEvent> events, Claim... claims) {
    return new AppendUnit(id(), List.of(new StreamAppend(head, events)), List.of(claims));
  }

  /** As most senders have it: the attempt is the id of the last event. */
  public static AppendUnit named(StreamHead head, List<NewEvent> events, Claim... claims) {
    return new AppendUnit(events.getLast().eventId(), List.of(new StreamAppend(head, events)), List.of(claims));
  }

  /** One event as the first of a new stream. */
  public static AppendUnit fresh(Claim... claims) {
    return unit(StreamHead.empty(claims.length == 0 ? id() : claims[0].stream()), claims);
  }

  public static StreamHead at(UUID stream, long version) {
    return new StreamHead(stream, version, new byte[16]);
  }
}
