package dev.attune.query.history;

import dev.attune.contracts.wire.Relayed;
import dev.attune.contracts.wire.avro.RelayedCodec;
import dev.attune.query.projection.Generation;
import dev.attune.query.projection.HistoryHoleException;
import dev.attune.query.projection.LiveProjection;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.bson.Document;
import org.jspecify.annotations.Nullable;

/** Reads a profile's whole history from the profile projection's own documents. */
public final class ProfileHistory {

  /** View of the documents that hold the tails. */
  public static final String VIEW = "profile";

  /** View of the full chunks. */
  public static final String CHUNKS_VIEW = "profile_history";

  /** Events in a full chunk. */
  public static final int CHUNK = 64;

  private final LiveProjection profiles;
  private final RelayedCodec records;

  public ProfileHistory(LiveProjection profiles, RelayedCodec records) {
    this.profiles = profiles;
    this.records = records;
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
    List<byte[]> encoded = new ArrayList<>();
    for (int chunk = 0; chunk < tail.stored() && encoded.size() < count; chunk++) {
      Document full = profiles.find(generation, CHUNKS_VIEW, Tail.id(id, chunk));
      if (full == null) {
        throw new HistoryHoleException("Chunk %d of the history of profile %s is missing".formatted(chunk, id));
      }
      encoded.addAll(Tail.events(full));
    }
    if (encoded.size() < count) {
      encoded.addAll(tail.events());
    }
    return encoded.stream().limit(count).map(records::decode).toList();
  }
}
