package dev.attune.query.answer;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import tools.jackson.databind.json.JsonMapper;

/**
 * Server-sent events to one client, written by the request's own (virtual) thread.
 *
 * @see <a href="https://html.spec.whatwg.org/multipage/server-sent-events.html">Server-sent events</a>
 */
public final class EventStream {

  /** Media type of the answer. */
  public static final String TYPE = "text/event-stream";

  /** Something is sent at least so often, so that proxies keep the connection and a lost client is noticed. */
  public static final Duration HEARTBEAT = Duration.ofSeconds(15);

  private final OutputStream out;
  private final JsonMapper json;

  private EventStream(OutputStream out, JsonMapper json) {
    this.out = out;
    this.json = json;
  }

  /** Begins to answer; the client tries again after a second if the connection is lost. */
  public static EventStream begin(HttpServletResponse response, JsonMapper json) throws IOException {
    response.setContentType(TYPE);
    response.setCharacterEncoding(StandardCharsets.UTF_8);
    response.setHeader("Cache-Control", "private, no-store");
    response.setHeader("X-Accel-Buffering", "no");
    EventStream stream = new EventStream(response.getOutputStream(), json);
    stream.write("retry: 1000\n\n");
    return stream;
  }

  /**
   * Sends an event.
   *
   * @param id what the client gives as {@code Last-Event-ID} when it comes again
   * @param data becomes JSON
   * @throws IOException if the client is gone
   */
  public void send(String id, String event, Object data) throws IOException {
    write("id: %s\nevent: %s\ndata: %s\n\n".formatted(id, event, json.writeValueAsString(data)));
  }

  /** Says that there is nothing to say. */
  public void heartbeat() throws IOException {
    write(":\n\n");
  }

  private void write(String text) throws IOException {
    out.write(text.getBytes(StandardCharsets.UTF_8));
    out.flush();
  }
}
