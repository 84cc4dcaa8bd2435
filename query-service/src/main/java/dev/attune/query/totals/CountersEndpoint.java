package dev.attune.query.totals;

import dev.attune.query.answer.EventStream;
import dev.attune.query.answer.Subscriptions;
import dev.attune.query.problem.Problem;
import dev.attune.query.totals.TotalsEndpoint.Totals;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.json.JsonMapper;

/** {@code GET /v1/counters/changes}. */
@RestController
public final class CountersEndpoint {

  private static final Duration PACE = Duration.ofSeconds(1);

  private final TotalsEndpoint totals;
  private final Subscriptions subscriptions;
  private final JsonMapper json;
  private final ReentrantLock lock = new ReentrantLock();
  private @Nullable Totals latest;
  private long looked;

  public CountersEndpoint(TotalsEndpoint totals, Subscriptions subscriptions, JsonMapper json) {
    this.totals = totals;
    this.subscriptions = subscriptions;
    this.json = json;
  }

  /**
   * The totals now, and again whenever they have changed, at most once a second: server-sent events of the name {@code
   * totals}.
   */
  @GetMapping(path = "/v1/counters/changes", produces = EventStream.TYPE)
  @ApiResponse(
      responseCode = "200",
      content = @Content(mediaType = EventStream.TYPE, schema = @Schema(implementation = Totals.class)))
  public void changes(HttpServletResponse response) throws InterruptedException {
    subscriptions.begin();
    try {
      Totals told = totals.totals(null, null);
      EventStream stream = EventStream.begin(response, json);
      send(stream, told);
      long spoke = System.nanoTime();
      while (subscriptions.pause(PACE)) {
        Totals now = latest();
        if (now != null && !now.equals(told)) {
          told = now;
          send(stream, now);
          spoke = System.nanoTime();
        } else if (System.nanoTime() - spoke > EventStream.HEARTBEAT.toNanos()) {
          stream.heartbeat();
          spoke = System.nanoTime();
        }
      }
    } catch (IOException gone) {
      // the client left
    } finally {
      subscriptions.end();
    }
  }

  private static void send(EventStream stream, Totals totals) throws IOException {
    stream.send(Long.toString(totals.interactions()), "totals", totals);
  }

  /** One look for all who listen; null while the views do not answer. */
  private @Nullable Totals latest() {
    lock.lock();
    try {
      if (latest == null || System.nanoTime() - looked > PACE.toNanos() / 2) {
        latest = totals.totals(null, null);
        looked = System.nanoTime();
      }
      return latest;
    } catch (Problem | DataAccessException away) {
      return null;
    } finally {
      lock.unlock();
    }
  }
}
