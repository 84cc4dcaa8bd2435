package dev.attune.query.timeline;

import dev.attune.contracts.ProfileEvent;
import dev.attune.contracts.wire.EventCodec;
import dev.attune.contracts.wire.Relayed;
import dev.attune.contracts.wire.avro.RelayedCodec;
import dev.attune.query.answer.MinPosition;
import dev.attune.query.answer.Served;
import dev.attune.query.answer.TimelineEntry;
import dev.attune.query.history.Tail;
import dev.attune.query.problem.Problem;
import dev.attune.query.projection.Generation;
import dev.attune.query.projection.LiveProjection;
import dev.attune.query.view.ViewStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.bson.Document;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** {@code GET /v1/profiles/{id}/timeline}. */
@RestController
public final class TimelineEndpoint {

  private static final int MOST = 1_000;

  private final LiveProjection timelines;
  private final RelayedCodec records;
  private final EventCodec events;
  private final Duration wait;

  /**
   * @param wait how long a query waits for its {@code min-position} at most
   */
  public TimelineEndpoint(LiveProjection timelines, RelayedCodec records, EventCodec events, Duration wait) {
    this.timelines = timelines;
    this.records = records;
    this.events = events;
    this.wait = wait;
  }

  /**
   * A page of a profile's timeline, newest first.
   *
   * @param limit entries on the page, 1 to 1,000
   * @param cursor {@code next} of the page before
   */
  @GetMapping("/v1/profiles/{id}/timeline")
  public ResponseEntity<Page> page(
      @PathVariable UUID id,
      @RequestParam(defaultValue = "50") int limit,
      @RequestParam(required = false) @Nullable String cursor,
      @RequestParam(name = MinPosition.NAME, required = false) @Nullable String minPosition,
      @RequestHeader(name = MinPosition.NAME, required = false) @Nullable String minPositionHeader,
      @RequestHeader(name = "If-None-Match", required = false) @Nullable String ifNoneMatch) {
    if (limit < 1 || limit > MOST) {
      throw new Problem(Problem.Kind.BAD_REQUEST, "limit must be from 1 to %d".formatted(MOST));
    }
    Generation generation = MinPosition.of(minPosition, minPositionHeader, wait).await(timelines, id);
    Document head = timelines.find(generation, TimelineView.NAME, id.toString());
    if (head == null) {
      throw new Problem(Problem.Kind.NOT_FOUND, "There is no profile '%s'".formatted(id));
    }
    Tail tail = Tail.of(TimelineView.CHUNK, head);
    long newest = cursor == null ? tail.count() : Math.min(tail.count(), Cursor.decode(cursor, generation).entry());
    long oldest = Math.max(1, newest - limit + 1);
    Page page =
        new Page(
            entries(generation, id, tail, newest, oldest),
            oldest > 1 ? new Cursor(generation.number(), generation.incarnation(), oldest - 1).encode() : null);
    return Served.of(page, generation, head.getLong(ViewStore.POSITION), ifNoneMatch);
  }

  private List<TimelineEntry> entries(Generation generation, UUID id, Tail tail, long newest, long oldest) {
    Map<Integer, List<byte[]>> chunks = new HashMap<>();
    List<TimelineEntry> entries = new ArrayList<>();
    for (long number = newest; number >= oldest; number--) {
      int chunk = (int) ((number - 1) / TimelineView.CHUNK);
      List<byte[]> encoded =
          chunk == tail.stored()
              ? tail.events()
              : chunks.computeIfAbsent(chunk, missing -> chunk(generation, id, missing));
      entries.add(entry(encoded.get((int) ((number - 1) % TimelineView.CHUNK))));
    }
    return entries;
  }

  private List<byte[]> chunk(Generation generation, UUID id, int chunk) {
    Document document = timelines.find(generation, TimelineView.CHUNKS, Tail.id(id.toString(), chunk));
    if (document == null) {
      throw new IllegalStateException("Chunk %d of the timeline of profile %s is missing".formatted(chunk, id));
    }
    return Tail.events(document);
  }

  private TimelineEntry entry(byte[] encoded) {
    Relayed relayed = records.decode(encoded);
    return TimelineEntry.of(relayed.envelope(), (ProfileEvent) events.decode(relayed.envelope().event()));
  }

  /**
   * A page.
   *
   * @param entries newest first
   * @param next cursor of the next page; null on the last one
   */
  public record Page(List<TimelineEntry> entries, @Nullable String next) {}
}
