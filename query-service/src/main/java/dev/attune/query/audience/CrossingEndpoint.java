package dev.attune.query.audience;

import dev.attune.query.answer.Days;
import dev.attune.query.answer.EventStream;
import dev.attune.query.answer.MinPosition;
import dev.attune.query.answer.Served;
import dev.attune.query.answer.Subscriptions;
import dev.attune.query.problem.Problem;
import dev.attune.query.projection.LiveProjection;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.json.JsonMapper;

/** Who came to an audience and who went: {@code GET /v1/audiences/{key}/crossings} and {@code …/changes}. */
@RestController
public final class CrossingEndpoint {

  private static final int MOST = 500;
  private static final Duration PACE = Duration.ofMillis(100);
  private static final Duration ELSEWHERE = Duration.ofMillis(250);

  private final LiveProjection audiences;
  private final Subscriptions subscriptions;
  private final JsonMapper json;
  private final InstantSource clock;
  private final Duration wait;

  /**
   * @param wait how long a query waits for its {@code min-position} at most
   */
  public CrossingEndpoint(
      LiveProjection audiences, Subscriptions subscriptions, JsonMapper json, InstantSource clock, Duration wait) {
    this.audiences = audiences;
    this.subscriptions = subscriptions;
    this.json = json;
    this.clock = clock;
    this.wait = wait;
  }

  /**
   * How many entered and left, by the shop's day on which they did, and the latest of them.
   *
   * @param from first day of the shop; 30 days until {@code to} if it is missing
   * @param to last day of the shop; today if it is missing
   * @param limit how many of the latest to name, 0 to {@value #MOST}
   */
  @GetMapping("/v1/audiences/{key}/crossings")
  public ResponseEntity<Report> crossings(
      @PathVariable String key,
      @RequestParam(required = false) @Nullable String from,
      @RequestParam(required = false) @Nullable String to,
      @RequestParam(defaultValue = "100") int limit,
      @RequestParam(name = MinPosition.NAME, required = false) @Nullable String minPosition,
      @RequestHeader(name = MinPosition.NAME, required = false) @Nullable String minPositionHeader) {
    if (limit < 0 || limit > MOST) {
      throw new Problem(Problem.Kind.BAD_REQUEST, "limit must be from 0 to %d".formatted(MOST));
    }
    MinPosition.of(minPosition, minPositionHeader, wait).awaitAll(audiences);
    Gathered gathered = Gathered.of(audiences, key);
    ZoneId zone = Audiences.zone(gathered.generation(), key);
    Days days = Days.of(from, to, LocalDate.ofInstant(clock.instant(), zone));
    List<Day> told =
        gathered.days().subMap(days.first(), true, days.last(), true).entrySet().stream()
            .map(day -> new Day(day.getKey(), day.getValue().entered(), day.getValue().left()))
            .toList();
    List<Passage> passages = gathered.passages();
    return Served.now(
        new Report(
            key, days.first(), days.last(), zone.getId(), told.stream().mapToLong(Day::entered).sum(),
            told.stream().mapToLong(Day::left).sum(), told,
            passages.subList(Math.max(0, passages.size() - limit), passages.size()).reversed().stream()
                .map(Crosser::of)
                .toList()),
        Map.of(gathered.generation(), gathered.position()));
  }

  /**
   * Who enters and leaves, as it is recorded: server-sent events with the position as id and {@code audience.entered} or
   * {@code audience.left} as name, in the order of the log. Goes on until the client leaves. The event {@code reset} says
   * that more was missed than is told.
   *
   * @param last the id that the client had last, to go on behind it; without, what comes from now on
   */
  @GetMapping(path = "/v1/audiences/{key}/changes", produces = EventStream.TYPE)
  @ApiResponse(
      responseCode = "200",
      content = @Content(mediaType = EventStream.TYPE, schema = @Schema(implementation = Crosser.class)))
  public void changes(
      @PathVariable String key,
      @RequestHeader(name = "Last-Event-ID", required = false) @Nullable String last,
      HttpServletResponse response)
      throws InterruptedException {
    long asked = MinPosition.of(last, null, wait).position();
    Gathered now = Gathered.of(audiences, key);
    long told = last != null ? asked : now.passages().isEmpty() ? 0 : now.passages().getLast().position();
    subscriptions.begin();
    try {
      follow(EventStream.begin(response, json), key, told);
    } catch (IOException gone) {
      // the client left
    } finally {
      subscriptions.end();
    }
  }

  private void follow(EventStream stream, String key, long from) throws IOException, InterruptedException {
    long told = from;
    long spoke = System.nanoTime();
    while (subscriptions.pause(PACE)) {
      long seen = audiences.changes();
      long reached = tell(stream, key, told);
      if (reached > told) {
        told = reached;
        spoke = System.nanoTime();
      } else if (System.nanoTime() - spoke > EventStream.HEARTBEAT.toNanos()) {
        stream.heartbeat();
        spoke = System.nanoTime();
      }
      audiences.awaitChange(seen, ELSEWHERE);
    }
  }

  /** Tells what is new; the position that it has come to. */
  private long tell(EventStream stream, String key, long told) throws IOException {
    Gathered gathered;
    try {
      gathered = Gathered.of(audiences, key);
    } catch (Problem | DataAccessException away) {
      // folded anew, or the store is away: whoever listens waits
      return told;
    }
    long reached = told;
    if (gathered.from() > told) {
      reached = gathered.from();
      stream.send(Long.toString(reached), "reset", Map.of("position", Long.toString(reached)));
    }
    for (Passage passage : gathered.after(reached)) {
      stream.send(
          Long.toString(passage.position()), passage.entered() ? "audience.entered" : "audience.left",
          Crosser.of(passage));
      reached = passage.position();
    }
    return reached;
  }

  /**
   * Crossings of an audience.
   *
   * @param zone whose days they are
   * @param days those with any, in order
   * @param latest the newest first
   */
  public record Report(
      String audience,
      LocalDate from,
      LocalDate to,
      String zone,
      long entered,
      long left,
      List<Day> days,
      List<Crosser> latest) {}

  /** A day of the shop. */
  public record Day(LocalDate day, long entered, long left) {}

  /**
   * Somebody who crossed.
   *
   * @param entered false: left
   * @param definition version of the audience
   * @param at when it was, which may be before it was recorded
   */
  public record Crosser(String position, UUID profile, boolean entered, int definition, Instant at) {

    static Crosser of(Passage passage) {
      return new Crosser(
          Long.toString(passage.position()), passage.person(), passage.entered(), passage.definition(), passage.at());
    }
  }
}
