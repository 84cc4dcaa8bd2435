package dev.attune.query.live;

import dev.attune.contracts.ProfileEvent;
import dev.attune.contracts.wire.EventCodec;
import dev.attune.contracts.wire.Relayed;
import dev.attune.query.answer.EventStream;
import dev.attune.query.answer.MinPosition;
import dev.attune.query.answer.Subscriptions;
import dev.attune.query.answer.TimelineEntry;
import dev.attune.query.history.ProfileHistory;
import dev.attune.query.live.Watcher.Reached;
import dev.attune.query.problem.Problem;
import dev.attune.query.projection.Generation;
import dev.attune.query.projection.LiveProjection;
import dev.attune.query.view.ViewStore;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.bson.Document;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.json.JsonMapper;

/** {@code GET /v1/profiles/{id}/changes}. */
@RestController
public final class ChangesEndpoint {

  /** Events that are told to somebody who comes again; who missed more is told to read the profile anew. */
  private static final int MOST = 10_000;

  private final LiveProjection profiles;
  private final ProfileChanges changes;
  private final ProfileHistory history;
  private final EventCodec events;
  private final Subscriptions subscriptions;
  private final JsonMapper json;
  private final Duration wait;

  /**
   * @param wait how long the views may take until they answer
   */
  public ChangesEndpoint(
      LiveProjection profiles,
      ProfileChanges changes,
      ProfileHistory history,
      EventCodec events,
      Subscriptions subscriptions,
      JsonMapper json,
      Duration wait) {
    this.profiles = profiles;
    this.changes = changes;
    this.history = history;
    this.events = events;
    this.subscriptions = subscriptions;
    this.json = json;
    this.wait = wait;
  }

  /**
   * What changes a profile, as soon as the profile shows it: server-sent events with the position as id, the kind of the
   * event ({@code interaction.recorded} …) as name, and what the timeline says of it as data. Goes on until the client
   * leaves. The event {@code reset} says that more was missed than is told: read the profile.
   *
   * @param last the id that the client had last, to go on behind it; without, what comes from now on
   */
  @GetMapping(path = "/v1/profiles/{id}/changes", produces = EventStream.TYPE)
  @ApiResponse(
      responseCode = "200",
      content = @Content(mediaType = EventStream.TYPE, schema = @Schema(implementation = TimelineEntry.class)))
  public void changes(
      @PathVariable UUID id,
      @RequestHeader(name = "Last-Event-ID", required = false) @Nullable String last,
      HttpServletResponse response)
      throws IOException, InterruptedException {
    long told = MinPosition.of(last, null, wait).position();
    Generation generation = profiles.ready();
    Document document = profiles.find(generation, ProfileHistory.VIEW, id.toString());
    if (document == null) {
      throw new Problem(Problem.Kind.NOT_FOUND, "There is no profile '%s'".formatted(id));
    }
    subscriptions.begin();
    Watcher watcher = changes.watch(id);
    try {
      EventStream stream = EventStream.begin(response, json);
      follow(stream, watcher, last == null ? document.getLong(ViewStore.POSITION) : told);
    } catch (IOException gone) {
      // the client left
    } finally {
      changes.leave(watcher);
      subscriptions.end();
    }
  }

  private void follow(EventStream stream, Watcher watcher, long from) throws IOException, InterruptedException {
    long told = from;
    while (subscriptions.isOpen()) {
      Reached reached = null;
      long deadline = System.nanoTime() + EventStream.HEARTBEAT.toNanos();
      while (reached == null && subscriptions.isOpen() && System.nanoTime() < deadline) {
        reached = watcher.await(told, Duration.ofSeconds(1).toNanos());
      }
      if (reached == null) {
        stream.heartbeat();
      } else {
        told = tell(stream, watcher.profile(), reached, told);
      }
    }
  }

  /** Tells what is new; the position that it has come to. */
  private long tell(EventStream stream, UUID id, Reached reached, long told)
      throws IOException, InterruptedException {
    List<Relayed> missed = new ArrayList<>();
    try {
      history.backwards(
          reached.generation(), id, Long.MAX_VALUE,
          relayed -> relayed.envelope().position() > told && missed.size() <= MOST && missed.add(relayed));
    } catch (Problem | DataAccessException away) {
      subscriptions.pause(Duration.ofSeconds(1));
      return told;
    }
    if (missed.size() > MOST) {
      String newest = Long.toString(missed.getFirst().envelope().position());
      stream.send(newest, "reset", Map.of("position", newest));
      return missed.getFirst().envelope().position();
    }
    long last = told;
    for (Relayed relayed : missed.reversed()) {
      TimelineEntry entry =
          TimelineEntry.of(relayed.envelope(), (ProfileEvent) events.decode(relayed.envelope().event()));
      stream.send(entry.position(), entry.event(), entry);
      last = relayed.envelope().position();
    }
    return last;
  }
}
