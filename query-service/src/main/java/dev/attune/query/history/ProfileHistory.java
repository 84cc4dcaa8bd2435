package dev.attune.query.history;

import dev.attune.contracts.wire.Envelope;
import dev.attune.contracts.wire.Partitioner;
import dev.attune.contracts.wire.Relayed;
import dev.attune.contracts.wire.avro.RelayedCodec;
import dev.attune.query.projection.Generation;
import dev.attune.query.projection.HistoryHoleException;
import dev.attune.query.projection.LiveProjection;
import dev.attune.query.projection.PersonHistory;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.bson.Document;
import org.jspecify.annotations.Nullable;

/** Reads a profile's whole history from the profile projection's own documents. */
public final class ProfileHistory implements PersonHistory {

  /** View of the documents that hold the tails. */
  public static final String VIEW = "profile";

  /** View of the full chunks. */
  public static final String CHUNKS_VIEW = "profile_history";

  /** Events in a full chunk. */
  public static final int CHUNK = 32;

  private static final int AT_ONCE = 32;

  private final LiveProjection profiles;
  private final RelayedCodec records;

  public ProfileHistory(LiveProjection profiles, RelayedCodec records) {
    this.profiles = profiles;
    this.records = records;
  }

  /**
   * The events of a profile up to a moment, oldest first; chunks are read {@value #AT_ONCE} at a time.
   *
   * @param within true for events up to the moment, false for all later ones
   * @return null if there is no such profile
   */
  public @Nullable List<Relayed> until(Generation generation, UUID profile, Predicate<Envelope> within) {
    String id = profile.toString();
    Document document = profiles.find(generation, VIEW, id);
    if (document == null) {
      return null;
    }
    Tail tail = Tail.of(CHUNK, document);
    List<Relayed> all = new ArrayList<>();
    for (int from = 0; from < tail.stored(); from += AT_ONCE) {
      for (byte[] one : stored(generation, id, from, Math.min(tail.stored(), from + AT_ONCE))) {
        Relayed relayed = records.decode(one);
        if (!within.test(relayed.envelope())) {
          return all;
        }
        all.add(relayed);
      }
    }
    for (byte[] one : tail.events()) {
      Relayed relayed = records.decode(one);
      if (!within.test(relayed.envelope())) {
        return all;
      }
      all.add(relayed);
    }
    return all;
  }

  @Override
  public @Nullable List<byte[]> of(UUID person, int most) {
    Generation generation = profiles.ready();
    String id = person.toString();
    Document document = profiles.find(generation, VIEW, id);
    Tail tail = document == null ? null : Tail.of(CHUNK, document);
    if (tail == null || tail.count() > most) {
      return null;
    }
    return encoded(generation, id, tail, most);
  }

  @Override
  public boolean hasReached(UUID person, long position) {
    Generation generation = profiles.ready();
    return profiles.hasReached(generation, Partitioner.partition(person, generation.partitions()), position);
  }

  /**
   * Goes back through the events of a profile, latest first.
   *
   * @param before version of the stream to begin before; {@link Long#MAX_VALUE}: with the last event
   * @param each is given each event; false: that was enough
   * @return false if there is no such profile
   */
  public boolean backwards(Generation generation, UUID profile, long before, Predicate<Relayed> each) {
    String id = profile.toString();
    Document document = profiles.find(generation, VIEW, id);
    if (document == null) {
      return false;
    }
    Tail tail = Tail.of(CHUNK, document);
    for (int part = tail.stored(); part >= 0; part--) {
      if (before <= (long) part * CHUNK + 1) {
        continue;
      }
      List<byte[]> encoded = part == tail.stored() ? tail.events() : stored(generation, id, part, part + 1);
      for (int i = encoded.size() - 1; i >= 0; i--) {
        if ((long) part * CHUNK + i + 1 < before && !each.test(records.decode(encoded.get(i)))) {
          return true;
        }
      }
    }
    return true;
  }

  private List<byte[]> stored(Generation generation, String id, int from, int to) {
    List<String> ids = IntStream.range(from, to).mapToObj(chunk -> Tail.id(id, chunk)).toList();
    Map<String, Document> found = profiles.find(generation, CHUNKS_VIEW, ids);
    List<byte[]> events = new ArrayList<>((to - from) * CHUNK);
    for (String chunk : ids) {
      Document full = found.get(chunk);
      if (full == null) {
        throw new HistoryHoleException("Chunk %s of a profile's history is missing".formatted(chunk));
      }
      events.addAll(Tail.events(full));
    }
    return events;
  }

  /**
   * The first events of a profile, oldest first.
   *
   * @param count how many
   * @return null if there is no such profile; fewer than {@code count} if it has no more
   */
  public @Nullable List<Relayed> first(Generation generation, UUID profile, long count) {
    String id = profile.toString();
    Document document = profiles.find(generation, VIEW, id);
    if (document == null) {
      return null;
    }
    Tail tail = Tail.of(CHUNK, document);
    return encoded(generation, id, tail, count).stream().limit(count).map(records::decode).toList();
  }

  /** The first events, at least so many if there are; chunks are read {@value #AT_ONCE} at a time. */
  private List<byte[]> encoded(Generation generation, String id, Tail tail, long count) {
    int chunks = (int) Math.min(tail.stored(), Math.ceilDiv(count, CHUNK));
    List<byte[]> encoded = new ArrayList<>();
    for (int from = 0; from < chunks; from += AT_ONCE) {
      encoded.addAll(stored(generation, id, from, Math.min(chunks, from + AT_ONCE)));
    }
    if (encoded.size() < count) {
      encoded.addAll(tail.events());
    }
    return encoded;
  }
}
