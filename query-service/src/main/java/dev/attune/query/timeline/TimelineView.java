package dev.attune.query.timeline;

import dev.attune.contracts.ProfileEvent;
import dev.attune.query.history.Tail;
import dev.attune.query.projection.Chunk;
import dev.attune.query.projection.HistoryHoleException;
import dev.attune.query.projection.Recorded;
import dev.attune.query.projection.View;
import java.util.List;
import org.bson.Document;

/** One head document per profile with the newest entries; full chunks of older ones beside it. */
public final class TimelineView implements View<TimelineView.Timeline> {

  static final String NAME = "timeline";
  static final String CHUNKS = "timeline_chunk";

  /** Entries in a full chunk. */
  static final int CHUNK = 25;

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Kind kind() {
    return Kind.KEYED;
  }

  @Override
  public List<String> ids(Recorded event) {
    return event.event() instanceof ProfileEvent ? List.of(event.envelope().stream().toString()) : List.of();
  }

  @Override
  public boolean begins(Recorded event) {
    return event.envelope().version() == 1;
  }

  @Override
  public Timeline empty(String id) {
    return new Timeline(id, Tail.empty(CHUNK));
  }

  @Override
  public Timeline evolve(Timeline state, Recorded event) {
    if (event.envelope().version() != state.entries().count() + 1) {
      throw new HistoryHoleException(
          "The timeline of profile %s has %d entries, and version %d comes"
              .formatted(state.profile(), state.entries().count(), event.envelope().version()));
    }
    return new Timeline(state.profile(), state.entries().with(event.encoded()));
  }

  @Override
  public Document document(Timeline state) {
    Document document = new Document();
    state.entries().append(document);
    return document;
  }

  @Override
  public Timeline state(String id, Document document) {
    return new Timeline(id, Tail.of(CHUNK, document));
  }

  @Override
  public List<Chunk> chunks(Timeline state) {
    return state.entries().chunks(CHUNKS, state.profile());
  }

  @Override
  public Timeline settled(Timeline state) {
    return new Timeline(state.profile(), state.entries().settled());
  }

  @Override
  public int weight(Timeline state) {
    return 128 + state.entries().weight();
  }

  /**
   * Entry number {@code n} is version {@code n} of the stream.
   *
   * @param profile whose
   * @param entries encoded
   */
  public record Timeline(String profile, Tail entries) {}
}
