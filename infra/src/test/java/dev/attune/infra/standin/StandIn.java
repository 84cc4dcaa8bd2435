package dev.attune.infra.standin;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.attune.contracts.Identity;
import dev.attune.infra.client.Access;
import dev.attune.infra.client.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** The HTTP side. */
public final class StandIn implements AutoCloseable {

  private static final Pattern PROFILE = Pattern.compile("/v1/profiles/by-identity/([^/]+)/([^/]+)");
  private static final Pattern TIMELINE = Pattern.compile("/v1/profiles/([^/]+)/timeline");
  private static final Pattern EXPLANATION = Pattern.compile("/v1/decisions/([^/]+)/explanation");

  private final HttpServer server;
  private final StandInPeople people = new StandInPeople();
  private final Map<String, String> sources = new ConcurrentHashMap<>();
  private final Map<Integer, AtomicInteger> failures = new ConcurrentHashMap<>();
  private final List<String> poison = new ArrayList<>();
  private volatile boolean forgetful;

  public StandIn() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 100);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", this::serve);
    server.start();
  }

  public Access access(Path home) {
    URI uri = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    return new Access(uri, uri, "admin", "read", home);
  }

  public StandInPeople people() {
    return people;
  }

  public Map<String, String> sources() {
    return sources;
  }

  /** Answers the next requests that store something with this status. */
  public void failNext(int requests, int status) {
    failures.computeIfAbsent(status, key -> new AtomicInteger()).addAndGet(requests);
  }

  /** Refuses every request with an item of this message id with 400, and quarantines nothing. */
  public void refuse(String messageId) {
    poison.add(messageId);
  }

  /** Explains every decision with a digest that differs from the stored one. */
  public void forget() {
    forgetful = true;
  }

  private record Reply(int status, Object body, @Nullable String position) {
    static Reply ok(Object body) {
      return new Reply(200, body, null);
    }

    static Reply problem(int status, String detail) {
      return new Reply(status, Map.of("title", "Problem", "status", status, "detail", detail), null);
    }
  }

  private void serve(HttpExchange exchange) throws IOException {
    Reply reply;
    try {
      reply = route(exchange);
    } catch (RuntimeException e) {
      reply = Reply.problem(500, String.valueOf(e));
    }
    if (reply.position() != null) {
      exchange.getResponseHeaders().add("Attune-Position", reply.position());
    }
    byte[] body = Json.MAPPER.writeValueAsBytes(reply.body());
    exchange.sendResponseHeaders(reply.status(), body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  private Reply route(HttpExchange exchange) throws IOException {
    byte[] body = exchange.getRequestBody().readAllBytes();
    String path = exchange.getRequestURI().getPath();
    if (exchange.getRequestMethod().equals("GET")) {
      return authorized(exchange, "Bearer read") ? read(path) : Reply.problem(401, "The read key is wrong");
    }
    if (path.equals("/v1/definitions") || path.equals("/v1/sources")) {
      return authorized(exchange, "Bearer admin") ? administer(path, body) : Reply.problem(401, "no admin key");
    }
    for (Map.Entry<Integer, AtomicInteger> failure : failures.entrySet()) {
      if (failure.getValue().getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
        return Reply.problem(failure.getKey(), "as the test wants it");
      }
    }
    boolean known =
        sources.values().stream().anyMatch(key -> authorized(exchange, "Basic "
            + Base64.getEncoder().encodeToString((key + ":").getBytes(StandardCharsets.UTF_8))));
    return known ? write(path, body) : Reply.problem(401, "The write key is not known");
  }

  private static boolean authorized(HttpExchange exchange, String value) {
    return value.equals(exchange.getRequestHeaders().getFirst("Authorization"));
  }

  private Reply administer(String path, byte[] body) {
    if (path.equals("/v1/definitions")) {
      people.define(StandInDefinitions.parse(new String(body, StandardCharsets.UTF_8)));
      return Reply.ok(Map.of("applied", List.of()));
    }
    String name = Json.MAPPER.readTree(body).path("name").asString();
    String key = UUID.randomUUID().toString();
    return sources.putIfAbsent(name, key) == null
        ? new Reply(201, Map.of("id", UUID.randomUUID(), "name", name, "writeKey", key), null)
        : Reply.problem(409, "There is a source of that name");
  }

  private Reply write(String path, byte[] body) {
    return switch (path) {
      case "/v1/batch" -> batch(Json.MAPPER.readTree(body));
      case "/v1/interactions" -> interactions(Json.MAPPER.readTree(body));
      case "/v1/interactions/bulk" -> bulk(new String(body, StandardCharsets.UTF_8));
      case "/v1/decisions" -> decide(Json.MAPPER.readTree(body));
      default -> Reply.problem(404, path);
    };
  }

  private Reply batch(JsonNode body) {
    for (JsonNode item : body.path("batch")) {
      List<Identity> who = new ArrayList<>();
      if (item.hasNonNull("userId")) {
        who.add(Identity.user(item.path("userId").asString()));
      }
      if (item.hasNonNull("anonymousId")) {
        who.add(Identity.anonymous(item.path("anonymousId").asString()));
      }
      boolean identify = item.path("type").asString().equals("identify");
      people.record(
          item.path("messageId").asString(),
          who,
          identify ? null : item.path("event").asString(),
          item.path("context").path("sessionId").asString(null),
          Instant.parse(item.path("timestamp").asString()),
          Values.fields(item.path(identify ? "traits" : "properties")));
    }
    return new Reply(200, Map.of("success", true), Long.toString(people.position()));
  }

  private Reply interactions(JsonNode body) {
    List<Map<String, Object>> results = new ArrayList<>();
    for (JsonNode item : body.path("interactions")) {
      String outcome = isNew(item) ? "accepted" : "duplicate";
      results.add(
          Map.of("index", results.size(), "messageId", item.path("messageId").asString(), "outcome", outcome));
    }
    String position = Long.toString(people.position());
    return new Reply(200, Map.of("position", position, "results", results), position);
  }

  private Reply bulk(String lines) {
    List<JsonNode> items = lines.lines().map(Json.MAPPER::readTree).toList();
    if (items.stream().anyMatch(item -> poison.contains(item.path("messageId").asString()))) {
      return Reply.problem(400, "poisoned");
    }
    int accepted = 0;
    int duplicate = 0;
    List<Map<String, Object>> rejected = new ArrayList<>();
    for (int line = 1; line <= items.size(); line++) {
      JsonNode item = items.get(line - 1);
      if (item.path("name").asString().length() > 200) {
        rejected.add(
            Map.of("line", line, "error", Map.of("type", "x", "reasons", List.of("'name' is too long"))));
      } else if (isNew(item)) {
        accepted++;
      } else {
        duplicate++;
      }
    }
    String position = Long.toString(people.position());
    return new Reply(
        200,
        Map.of(
            "received", items.size(), "accepted", accepted, "duplicate", duplicate, "quarantined", rejected.size(),
            "position", position, "rejected", rejected, "rejectedOmitted", 0),
        position);
  }

  private boolean isNew(JsonNode item) {
    Instant at = item.hasNonNull("occurredAt") ? Instant.parse(item.path("occurredAt").asString()) : Instant.now();
    Optional<UUID> stored =
        people.record(
            item.path("messageId").asString(), identities(item), item.path("name").asString(),
            item.path("session").asString(null), at, Values.fields(item.path("properties")));
    return stored.isPresent();
  }

  private static List<Identity> identities(JsonNode item) {
    return item.path("identities").properties().stream()
        .map(one -> new Identity(one.getKey(), one.getValue().asString()))
        .sorted((a, b) -> b.namespace().compareTo(a.namespace()))
        .toList();
  }

  private Reply decide(JsonNode body) {
    StandInPeople.Taken taken =
        people.decide(
            body.path("requestId").asString(), identities(body), body.path("placement").asString(),
            body.path("session").asString(null), Values.fields(body.path("context")), Instant.now());
    return new Reply(200, Answers.decision(taken), Long.toString(taken.position()));
  }

  private Reply read(String path) {
    Matcher profile = PROFILE.matcher(path);
    if (profile.matches()) {
      return people.owner(profile.group(1), profile.group(2))
          .map(id -> Reply.ok(Answers.profile(people.streams().get(id).profile())))
          .orElseGet(() -> Reply.problem(404, "nobody"));
    }
    Matcher timeline = TIMELINE.matcher(path);
    if (timeline.matches()) {
      return Reply.ok(Answers.timeline(people.streams().get(UUID.fromString(timeline.group(1)))));
    }
    Matcher explanation = EXPLANATION.matcher(path);
    if (explanation.matches()) {
      StandInPeople.Taken taken = people.decision(UUID.fromString(explanation.group(1))).orElseThrow();
      return Reply.ok(Answers.explanation(taken, people.recompute(taken), forgetful));
    }
    return switch (path) {
      case "/v1/totals" -> Reply.ok(Answers.totals(people.streams().values()));
      case "/v1/projections" -> Reply.ok(Answers.projections(people.position()));
      default -> Reply.problem(404, path);
    };
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
