package dev.attune.infra.cli;

import dev.attune.infra.stack.LocalStack;
import dev.attune.infra.stack.StackException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The part of a service that a key guards: of command-service, the admin key. */
final class CommandApi {

  private static final Duration TIMEOUT = Duration.ofSeconds(60);
  private static final int FIRST_REFUSAL = 300;

  private final JsonMapper json = JsonMapper.shared();
  private final URI base;
  private final String key;
  private final String service;

  CommandApi(LocalStack stack) {
    this(URI.create(stack.addresses().commandUrl()), stack.adminKey());
  }

  CommandApi(URI base, String adminKey) {
    this(base, adminKey, "Command service");
  }

  private CommandApi(URI base, String key, String service) {
    this.base = base;
    this.key = key;
    this.service = service;
  }

  /** The part of query-service that the operators' key guards. */
  static CommandApi ofOperators(LocalStack stack) {
    return ofOperators(URI.create(stack.addresses().queryUrl()), stack.operatorKey());
  }

  static CommandApi ofOperators(URI base, String operatorKey) {
    return new CommandApi(base, operatorKey, "Query service");
  }

  /**
   * Sends a body and returns the answer's.
   *
   * @throws StackException with the service's own explanation when it refuses
   */
  JsonNode send(String method, String path, String contentType, String body) {
    HttpRequest request = HttpRequest.newBuilder(base.resolve(path))
        .timeout(TIMEOUT)
        .header("Authorization", "Bearer " + key)
        .header("Content-Type", contentType)
        .header("Accept", "application/json, application/problem+json")
        .method(method, BodyPublishers.ofString(body))
        .build();
    try (HttpClient client = HttpClient.newHttpClient()) {
      HttpResponse<String> response = client.send(request, BodyHandlers.ofString());
      if (response.statusCode() >= FIRST_REFUSAL) {
        throw new StackException(Problem.parse(response.statusCode(), response.body()).text());
      }
      return json.readTree(response.body());
    } catch (ConnectException e) {
      throw new StackException(service + " does not answer at " + base + ". Start it: ./attune up", e);
    } catch (IOException | JacksonException e) {
      throw new StackException(service + " at " + base + " answered something that cannot be read: "
          + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StackException("Interrupted.", e);
    }
  }

  String object(String name, String value) {
    return json.writeValueAsString(json.createObjectNode().put(name, value));
  }
}
