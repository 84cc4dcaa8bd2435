package dev.attune.command.platform;

import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;

/**
 * An error that the caller is told of as an RFC 9457 problem detail. {@code type} is stable: {@code
 * https://attune.dev/problems/} and the kind.
 */
public final class ProblemException extends RuntimeException {

  private static final long serialVersionUID = 1L;
  private static final String TYPES = "https://attune.dev/problems/";

  private final HttpStatus status;
  private final String kind;
  private final String title;
  private final transient Map<String, String> headers = new LinkedHashMap<>();
  private final transient Map<String, Object> properties = new LinkedHashMap<>();

  /**
   * @param kind kebab-case, stable
   * @param title the same for every problem of the kind
   * @param detail what was wrong, where, and what to do
   */
  public ProblemException(HttpStatus status, String kind, String title, String detail) {
    super(detail, null, false, false);
    this.status = status;
    this.kind = kind;
    this.title = title;
  }

  /** Says when to try again, in the header {@code Retry-After} and Segment's {@code X-RateLimit-Reset}. */
  public ProblemException retryAfter(Duration wait) {
    String seconds = Long.toString(Math.max(1, wait.plusMillis(999).toSeconds()));
    headers.put("Retry-After", seconds);
    if (status == HttpStatus.TOO_MANY_REQUESTS) {
      headers.put("X-RateLimit-Reset", seconds);
    }
    return this;
  }

  /** Adds a header to the answer. */
  public ProblemException header(String name, String value) {
    headers.put(name, value);
    return this;
  }

  /** Adds a member to the problem detail. */
  public ProblemException with(String name, Object value) {
    properties.put(name, value);
    return this;
  }

  public HttpStatus status() {
    return status;
  }

  Map<String, String> headers() {
    return headers;
  }

  ProblemDetail body() {
    ProblemDetail body = detail(status, kind, title, String.valueOf(getMessage()));
    properties.forEach(body::setProperty);
    return body;
  }

  static ProblemDetail detail(HttpStatus status, String kind, String title, String detail) {
    ProblemDetail body = ProblemDetail.forStatusAndDetail(status, detail);
    body.setType(URI.create(TYPES + kind));
    body.setTitle(title);
    return body;
  }
}
