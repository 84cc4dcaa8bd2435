package dev.attune.eventstore;

import dev.attune.contracts.wire.Envelope;
import dev.attune.eventstore.append.HashChain;
import dev.attune.eventstore.append.StreamHead;
import dev.attune.eventstore.read.EventReader;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** Reads the whole log and says what is wrong with it. */
public final class LogChecker {

  private final EventReader reader;
  private final List<String> faults = new ArrayList<>();
  private final Map<UUID, StreamHead> heads = new HashMap<>();
  private final Set<UUID> events = new HashSet<>();

  public LogChecker(EventReader reader) {
    this.reader = reader;
  }

  /** Positions from 1 without a gap, times that never go back, versions without a gap, every link and head, ids once. */
  public List<String> faults() {
    long position = 0;
    Instant recordedAt = Instant.MIN;
    for (List<Envelope> page = reader.log(0, 5_000); !page.isEmpty(); page = reader.log(position, 5_000)) {
      for (Envelope event : page) {
        expect(event.position() == position + 1, "position %d after %d", event.position(), position);
        expect(!event.recordedAt().isBefore(recordedAt), "position %d: time goes back", event.position());
        expect(events.add(event.eventId()), "position %d: id %s twice", event.position(), event.eventId());
        StreamHead before = heads.getOrDefault(event.stream(), StreamHead.empty(event.stream()));
        expect(
            event.version() == before.version() + 1,
            "position %d: version %d after %d",
            event.position(),
            event.version(),
            before.version());
        heads.put(event.stream(), HashChain.after(before, event));
        position = event.position();
        recordedAt = event.recordedAt();
      }
    }
    heads.values().forEach(this::compare);
    return faults;
  }

  public Set<UUID> events() {
    return events;
  }

  private void compare(StreamHead computed) {
    StreamHead stored = reader.stream(computed.stream(), computed.version()).head();
    expect(
        stored.version() == computed.version() && Arrays.equals(stored.chain(), computed.chain()),
        "stream %s: head %d is not what its %d events lead to",
        computed.stream(),
        stored.version(),
        computed.version());
  }

  private void expect(boolean holds, String fault, Object... args) {
    if (!holds) {
      faults.add(fault.formatted(args));
    }
  }
}
