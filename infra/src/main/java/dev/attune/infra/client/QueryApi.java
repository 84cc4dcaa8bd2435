package dev.attune.infra.client;

import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** query-service. Thread-safe. */
public final class QueryApi implements AutoCloseable {

  private final Access access;
  private final Http http;

  public QueryApi(Access access, Patience patience) {
    this.access = access;
    this.http = new Http(patience);
  }

  /** What the path gives; empty if there is nothing (404). Waits while the views catch up (503). */
  public Optional<JsonNode> find(String path) {
    HttpRequest request =
        Http.request(access.queries(), path).header("Authorization", "Bearer " + access.readKey()).GET().build();
    Answer answer = http.send(request);
    if (answer.status() == 404) {
      return Optional.empty();
    }
    if (!answer.ok()) {
      throw Http.refused(request, answer);
    }
    return Optional.of(answer.body());
  }

  /** What the path gives. */
  public JsonNode get(String path) {
    return find(path).orElseThrow(() -> new ApiException(404, "GET " + path + ": there is nothing"));
  }

  /** The path of the profile that holds an identity. */
  public static String profilePath(String namespace, String value) {
    return "/v1/profiles/by-identity/" + encoded(namespace) + "/" + encoded(value);
  }

  /** A path segment or the value of a query parameter, encoded. */
  public static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  @Override
  public void close() {
    http.close();
  }
}
