package dev.attune.infra.client;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.Executors;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

/** Sends requests and tries again. Thread-safe. */
final class Http implements AutoCloseable {

  private static final Duration CONNECT = Duration.ofSeconds(5);
  private static final Duration ANSWER = Duration.ofSeconds(60);
  private static final Duration LONGEST_ASKED = Duration.ofSeconds(30);

  private final HttpClient client =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(CONNECT)
          .executor(Executors.newVirtualThreadPerTaskExecutor())
          .build();
  private final Patience patience;

  Http(Patience patience) {
    this.patience = patience;
  }

  static HttpRequest.Builder request(URI base, String path) {
    return HttpRequest.newBuilder(URI.create(base + path)).timeout(ANSWER).header("Accept", "application/json");
  }

  /**
   * The answer, whatever it says, unless the service is busy, ill or away.
   *
   * @throws ApiException if it still is when patience is over
   */
  Answer send(HttpRequest request) {
    long end = System.nanoTime() + patience.total().toNanos();
    for (int attempt = 0; ; attempt++) {
      Duration asked = Duration.ZERO;
      ApiException failure;
      try {
        HttpResponse<byte[]> response = client.send(request, HttpResponse.BodyHandlers.ofByteArray());
        Answer answer = answer(response);
        if (answer.status() != 429 && answer.status() / 100 != 5) {
          return answer;
        }
        asked = retryAfter(response.headers());
        failure = refused(request, answer);
      } catch (IOException e) {
        failure = new ApiException(request.uri().getAuthority() + " does not answer: " + reason(e), e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new ApiException("Interrupted", e);
      }
      Duration pause = patience.pause(attempt, asked);
      if (System.nanoTime() + pause.toNanos() > end) {
        throw failure;
      }
      sleep(pause);
    }
  }

  /** The answer of a request that must succeed. */
  Answer expectOk(HttpRequest request) {
    Answer answer = send(request);
    if (!answer.ok()) {
      throw refused(request, answer);
    }
    return answer;
  }

  static ApiException refused(HttpRequest request, Answer answer) {
    return new ApiException(
        answer.status(),
        "%s %s: %d %s"
            .formatted(request.method(), request.uri().getPath(), answer.status(), answer.problem()));
  }

  private static Answer answer(HttpResponse<byte[]> response) {
    return new Answer(
        response.statusCode(), json(response.body()), response.headers().firstValue("Attune-Position"));
  }

  private static JsonNode json(byte[] body) {
    try {
      return body.length == 0 ? MissingNode.getInstance() : Json.MAPPER.readTree(body);
    } catch (JacksonException e) {
      return MissingNode.getInstance();
    }
  }

  private static Duration retryAfter(HttpHeaders headers) {
    try {
      Duration asked = headers.firstValue("Retry-After").map(Long::parseLong).map(Duration::ofSeconds)
          .orElse(Duration.ZERO);
      return asked.compareTo(LONGEST_ASKED) > 0 ? LONGEST_ASKED : asked;
    } catch (NumberFormatException e) {
      return Duration.ZERO;
    }
  }

  private static String reason(IOException e) {
    return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
  }

  private static void sleep(Duration pause) {
    try {
      Thread.sleep(pause);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ApiException("Interrupted", e);
    }
  }

  @Override
  public void close() {
    client.shutdownNow();
  }
}
