package dev.attune.infra.client;

import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** command-service. Thread-safe; calls block until what was sent is stored. */
public final class CommandApi implements AutoCloseable {

  private static final String JSON = "application/json";

  private final Access access;
  private final Http http;

  public CommandApi(Access access, Patience patience) {
    this.access = access;
    this.http = new Http(patience);
  }

  /** Stores messages in Segment's format; the position of the last one. */
  public Optional<String> batch(String writeKey, List<SegmentMessage> messages, Instant sentAt) {
    Map<String, Object> body = Map.of("batch", messages, "sentAt", sentAt);
    return http.expectOk(post("/v1/batch", writeKey, body)).position();
  }

  /**
   * Stores interactions: at most 2,500 and 5 MB.
   *
   * @return the answer, with the outcome of each item
   * @throws ApiException with status 400 or 413 if the service refuses the request as a whole
   */
  public Answer interactions(String writeKey, List<Interaction> interactions) {
    return http.expectOk(post("/v1/interactions", writeKey, Map.of("interactions", interactions)));
  }

  /**
   * Stores a file of interactions, one a line, of any length.
   *
   * @return the answer, with counts and the lines that were rejected
   * @throws ApiException with status 400 or 413 if the service, or a proxy before it, refuses the request as a whole
   */
  public Answer interactionsInBulk(String writeKey, byte[] lines) {
    return http.expectOk(post("/v1/interactions/bulk", writeKey, "application/x-ndjson", lines));
  }

  /** Has a decision taken. */
  public Answer decide(String writeKey, DecisionRequest request) {
    return http.expectOk(post("/v1/decisions", writeKey, request));
  }

  /** Applies definitions in YAML. */
  public Answer applyDefinitions(String yaml) {
    return http.expectOk(
        Http.request(access.commands(), "/v1/definitions")
            .header("Authorization", "Bearer " + access.adminKey())
            .header("Content-Type", "application/yaml")
            .PUT(HttpRequest.BodyPublishers.ofString(yaml, StandardCharsets.UTF_8))
            .build());
  }

  /** Adds a source and returns its write key; empty if there is a source of that name. */
  public Optional<String> addSource(String name) {
    HttpRequest request =
        Http.request(access.commands(), "/v1/sources")
            .header("Authorization", "Bearer " + access.adminKey())
            .header("Content-Type", JSON)
            .POST(HttpRequest.BodyPublishers.ofByteArray(Json.MAPPER.writeValueAsBytes(Map.of("name", name))))
            .build();
    Answer answer = http.send(request);
    if (answer.status() == 409) {
      return Optional.empty();
    }
    JsonNode key = answer.body().path("writeKey");
    if (!answer.ok() || !key.isString()) {
      throw Http.refused(request, answer);
    }
    return Optional.of(key.asString());
  }

  private HttpRequest post(String path, String writeKey, Object body) {
    return post(path, writeKey, JSON, Json.MAPPER.writeValueAsBytes(body));
  }

  private HttpRequest post(String path, String writeKey, String type, byte[] body) {
    String basic = Base64.getEncoder().encodeToString((writeKey + ":").getBytes(StandardCharsets.UTF_8));
    return Http.request(access.commands(), path)
        .header("Authorization", "Basic " + basic)
        .header("Content-Type", type)
        .POST(HttpRequest.BodyPublishers.ofByteArray(body))
        .build();
  }

  @Override
  public void close() {
    http.close();
  }
}
