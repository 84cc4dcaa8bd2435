package dev.attune.command;

import dev.attune.eventstore.TestDatabase;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.web.server.servlet.context.ServletWebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The whole service in this JVM, on a port of its own. */
public final class RunningService implements AutoCloseable {

  public static final String ADMIN_KEY = "the-administrator-of-the-tests";

  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final JsonMapper JSON = new JsonMapper();

  private final ConfigurableApplicationContext context;

  /** A role that owns nothing: what the service may not do must not be needed. */
  public static final String APPLICATION = "application";

  private RunningService(ConfigurableApplicationContext context) {
    this.context = context;
  }

  /** Without a relay. */
  public static RunningService on(TestDatabase database) {
    return on(database, Map.of("attune.relay.enabled", "false"));
  }

  public static RunningService on(TestDatabase database, Map<String, String> settings) {
    database.ensureRole(APPLICATION);
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "--server.port=0",
                "--attune.postgres.url=" + database.jdbcUrl().replaceFirst("\\?.*", ""),
                "--attune.postgres.user=" + APPLICATION,
                "--attune.postgres.owner=postgres",
                "--attune.admin-key=" + ADMIN_KEY,
                "--attune.identity-key=0123456789abcdef0123456789abcdef"));
    settings.forEach((key, value) -> arguments.add("--" + key + "=" + value));
    System.setProperty("axoniq.update-checker.disabled", "true");
    return new RunningService(
        SpringApplication.run(CommandServiceApplication.class, arguments.toArray(String[]::new)));
  }

  public int port() {
    return ((ServletWebServerApplicationContext) context).getWebServer().getPort();
  }

  public String address() {
    return "http://127.0.0.1:" + port();
  }

  public <T> T bean(Class<T> type) {
    return context.getBean(type);
  }

  /** Adds a source and answers its write key. */
  public String addSource(String name) {
    Answer answer =
        post(
            "/v1/sources", "{\"name\":\"" + name + "\"}", "Authorization", "Bearer " + ADMIN_KEY, "Content-Type",
            "application/json");
    return answer.json().get("writeKey").asString();
  }

  public Answer post(String path, String body, String... headers) {
    return post(path, body.getBytes(java.nio.charset.StandardCharsets.UTF_8), headers);
  }

  public Answer post(String path, byte[] body, String... headers) {
    return send(request(path, headers).POST(BodyPublishers.ofByteArray(body)).build());
  }

  public Answer put(String path, String body, String... headers) {
    return send(request(path, headers).PUT(BodyPublishers.ofString(body)).build());
  }

  public Answer get(String path, String... headers) {
    return send(request(path, headers).GET().build());
  }

  public Answer call(String method, String path, String... headers) {
    return send(request(path, headers).method(method, BodyPublishers.noBody()).build());
  }

  private HttpRequest.Builder request(String path, String... headers) {
    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(address() + path));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return request;
  }

  private static Answer send(HttpRequest request) {
    try {
      return new Answer(HTTP.send(request, BodyHandlers.ofString()));
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Sum of a meter over all its tags, from the Prometheus page. */
  public double meter(String name) {
    return get("/actuator/prometheus")
        .body()
        .lines()
        .filter(line -> line.startsWith(name + " ") || line.startsWith(name + "{"))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .sum();
  }

  @Override
  public void close() {
    context.close();
  }

  /** An HTTP answer. */
  public record Answer(HttpResponse<String> response) {

    public int status() {
      return response.statusCode();
    }

    public String body() {
      return response.body();
    }

    public String header(String name) {
      return response.headers().firstValue(name).orElse("");
    }

    public JsonNode json() {
      return JSON.readTree(response.body());
    }
  }
}
