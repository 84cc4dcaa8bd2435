package dev.attune.infra.wholeway;

import dev.attune.infra.client.Json;
import dev.attune.infra.stack.LocalStack;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import tools.jackson.databind.JsonNode;

/** Plain HTTP to both services. Only a view that says that it is behind is asked again. */
final class Caller {

  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final int BEHIND = 503;
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final LocalStack stack;
  private final String writeKey;

  Caller(LocalStack stack, String writeKey) {
    this.stack = stack;
    this.writeKey = writeKey;
  }

  /** To command-service with the write key. */
  HttpResponse<String> post(String path, String body) {
    String basic = Base64.getEncoder().encodeToString((writeKey + ":").getBytes(StandardCharsets.UTF_8));
    return send(HttpRequest.newBuilder(URI.create(stack.addresses().commandUrl() + path))
        .header("Authorization", "Basic " + basic)
        .header("Content-Type", "application/json")
        .POST(BodyPublishers.ofString(body)));
  }

  /** From query-service with the read key. */
  HttpResponse<String> get(String path, String... headers) {
    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(stack.addresses().queryUrl() + path))
        .header("Authorization", "Bearer " + stack.readKey());
    if (headers.length > 0) {
      request.headers(headers);
    }
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    HttpResponse<String> answer = send(request.GET());
    while (answer.statusCode() == BEHIND && System.nanoTime() < deadline) {
      answer = send(request.GET());
    }
    return answer;
  }

  static JsonNode json(HttpResponse<String> response) {
    return Json.MAPPER.readTree(response.body());
  }

  private static HttpResponse<String> send(HttpRequest.Builder request) {
    try {
      return HTTP.send(request.build(), BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
