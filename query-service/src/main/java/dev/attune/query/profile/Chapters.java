package dev.attune.query.profile;

import dev.attune.contracts.ProfileEvent;
import dev.attune.contracts.wire.Envelope;
import dev.attune.contracts.wire.EventCodec;
import dev.attune.contracts.wire.avro.RelayedCodec;
import dev.attune.core.behaviour.Behaviour;
import dev.attune.core.behaviour.BehaviourBytes;
import dev.attune.core.behaviour.Happening;
import dev.attune.core.behaviour.OrderKey;
import dev.attune.core.behaviour.Refold;
import dev.attune.core.behaviour.Refold.Chapter;
import dev.attune.core.behaviour.Refold.Start;
import dev.attune.query.history.ProfileHistory;
import dev.attune.query.history.Tail;
import dev.attune.query.projection.Chunk;
import dev.attune.query.projection.HistoryAccess;
import dev.attune.query.projection.HistoryHoleException;
import dev.attune.query.projection.NeedsHistoryException;
import dev.attune.query.projection.NeedsHistoryException.Wanted;
import java.util.ArrayList;
import java.util.List;
import org.bson.Document;
import org.bson.types.Binary;
import org.jspecify.annotations.Nullable;

/** A profile's history as chapters: each full chunk holds the behaviour after it. */
final class Chapters {

  private static final String BEHAVIOUR = "behaviour";

  private final RelayedCodec records;
  private final EventCodec events;

  Chapters(RelayedCodec records, EventCodec events) {
    this.records = records;
    this.events = events;
  }

  /**
   * The latest start for something that came too late.
   *
   * @param history what is in the store; null if it must not be read
   * @throws NeedsHistoryException if it must not be read and has to be
   */
  Start start(String id, ProfileState state, OrderKey late, @Nullable HistoryAccess history) {
    Tail tail = state.history();
    if (history == null && tail.stored() > 0) {
      throw new NeedsHistoryException(List.of(wanted(id, tail.stored() - 1)));
    }
    return Refold.start(
        tail.stored() + tail.full().size(),
        number ->
            number >= tail.stored()
                ? new Chapter(
                    happenings(tail.full().get(number - tail.stored())), state.closed().get(number - tail.stored()))
                : chapter(id, number, history),
        happenings(tail.events()),
        late);
  }

  /** The chunks of a state that are to be written. */
  List<Chunk> chunks(String id, ProfileState state) {
    List<Chunk> chunks = state.history().chunks(ProfileHistory.CHUNKS_VIEW, id);
    for (int i = 0; i < chunks.size(); i++) {
      chunks.get(i).content().append(BEHAVIOUR, binary(state.closed().get(i)));
    }
    return chunks;
  }

  /** Writes the behaviour into a document. */
  static void append(Behaviour behaviour, Document document) {
    document.append(BEHAVIOUR, binary(behaviour));
  }

  /** The behaviour in a document. */
  static Behaviour behaviour(Document document) {
    return BehaviourBytes.decode(document.get(BEHAVIOUR, Binary.class).getData());
  }

  private Chapter chapter(String id, int number, @Nullable HistoryAccess history) {
    Wanted wanted = wanted(id, number);
    Document chunk = history == null ? null : history.find(wanted.view(), wanted.id());
    if (chunk == null) {
      throw new HistoryHoleException("Chunk %d of the history of profile %s is missing".formatted(number, id));
    }
    return new Chapter(happenings(Tail.events(chunk)), behaviour(chunk));
  }

  private List<Happening> happenings(List<byte[]> encoded) {
    List<Happening> happenings = new ArrayList<>(encoded.size());
    for (byte[] one : encoded) {
      Envelope envelope = records.decode(one).envelope();
      Happening happening =
          Happening.of((ProfileEvent) events.decode(envelope.event()), envelope.occurredAt());
      if (happening != null) {
        happenings.add(happening);
      }
    }
    return happenings;
  }

  private static Wanted wanted(String id, int chunk) {
    return new Wanted(ProfileHistory.CHUNKS_VIEW, Tail.id(id, chunk));
  }

  private static Binary binary(Behaviour behaviour) {
    return new Binary(BehaviourBytes.encode(behaviour));
  }
}
