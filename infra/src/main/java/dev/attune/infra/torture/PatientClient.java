package dev.attune.infra.torture;

import dev.attune.infra.stack.StackException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Posts the same bytes again and again, to one node after another, until they are acknowledged: what became of a
 * request whose connection broke is not known. Thread-safe.
 */
final class PatientClient implements AutoCloseable {

  private static final Duration ANSWER = Duration.ofSeconds(40);
  private static final long FIRST_PAUSE_MILLIS = 25;
  private static final long LONGEST_PAUSE_MILLIS = 400;
  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final int OK = 200;

  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(5))
          .executor(Executors.newVirtualThreadPerTaskExecutor())
          .build();
  private final List<URI> nodes;
  private final String authorization;
  private final AtomicInteger inFlight = new AtomicInteger();
  private final AtomicLong repeated = new AtomicLong();

  /**
   * @param nodes of command-service
   * @param writeKey of the source
   */
  PatientClient(List<URI> nodes, String writeKey) {
    this.nodes = List.copyOf(nodes);
    this.authorization =
        "Basic " + Base64.getEncoder().encodeToString((writeKey + ":").getBytes(StandardCharsets.UTF_8));
  }

  /**
   * An answer of status 200.
   *
   * @param position of the header {@code Attune-Position}; 0 without one
   */
  record Acknowledged(byte[] body, long position) {}

  /**
   * Returns when the request was answered with 200.
   *
   * @param node where it is sent first
   * @throws StackException when it was refused for good, or not answered for three minutes
   */
  Acknowledged post(String path, byte[] body, int node) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    for (int attempt = 0; ; attempt++) {
      String problem;
      inFlight.incrementAndGet();
      try {
        HttpResponse<byte[]> response =
            http.send(request(path, body, node + attempt), BodyHandlers.ofByteArray());
        if (response.statusCode() == OK) {
          return new Acknowledged(response.body(), response.headers().firstValueAsLong("Attune-Position").orElse(0));
        }
        problem = response.statusCode() + " " + new String(response.body(), StandardCharsets.UTF_8);
        if (response.statusCode() != 429 && response.statusCode() / 100 != 5) {
          throw new StackException(path + " was refused: " + problem);
        }
      } catch (IOException e) {
        problem = e.toString();
      } catch (InterruptedException e) {
        throw Interruption.of(e);
      } finally {
        inFlight.decrementAndGet();
      }
      if (System.nanoTime() > deadline) {
        throw new StackException(
            "%s was not acknowledged within %d minutes: %s".formatted(path, PATIENCE.toMinutes(), problem));
      }
      repeated.incrementAndGet();
      Interruption.pause(pause(attempt));
    }
  }

  private static Duration pause(int attempt) {
    return Duration.ofMillis(Math.min(LONGEST_PAUSE_MILLIS, FIRST_PAUSE_MILLIS << Math.min(attempt, 10)));
  }

  private HttpRequest request(String path, byte[] body, int node) {
    return HttpRequest.newBuilder(URI.create(nodes.get(node % nodes.size()) + path))
        .timeout(ANSWER)
        .header("Authorization", authorization)
        .header("Content-Type", "application/json")
        .POST(BodyPublishers.ofByteArray(body))
        .build();
  }

  /** Requests that wait for their answer now. */
  int inFlight() {
    return inFlight.get();
  }

  /** How often something had to be sent again. */
  long repeated() {
    return repeated.get();
  }

  @Override
  public void close() {
    http.shutdownNow();
  }
}
