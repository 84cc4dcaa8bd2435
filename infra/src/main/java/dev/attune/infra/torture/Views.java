package dev.attune.infra.torture;

import dev.attune.infra.client.QueryApi;
import dev.attune.infra.stack.StackException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import tools.jackson.databind.JsonNode;

/** Reads the query API. */
final class Views {

  private static final int READERS = 8;
  private static final int PAGE = 150;

  private final QueryApi api;

  Views(QueryApi api) {
    this.api = api;
  }

  /** Waits until every view has reached the position; the totals of all interactions by name then. */
  Map<String, Long> totals(long position) {
    Map<String, Long> totals = new TreeMap<>();
    for (JsonNode one : api.get("/v1/totals?min-position=" + position).path("byName")) {
      totals.put(one.path("name").asString(), one.path("count").asLong());
    }
    return totals;
  }

  /** The profile that holds one of the person's identities; empty if there is none. */
  Optional<JsonNode> profile(Person person, long position) {
    Map.Entry<String, String> identity = person.anyIdentity();
    return api.find(QueryApi.profilePath(identity.getKey(), identity.getValue()) + "?min-position=" + position);
  }

  /** The whole timeline of a profile, newest first. */
  List<JsonNode> timeline(String profile, long position) {
    List<JsonNode> entries = new ArrayList<>();
    String path = "/v1/profiles/%s/timeline?limit=%d&min-position=%d".formatted(profile, PAGE, position);
    JsonNode page = api.get(path);
    page.path("entries").forEach(entries::add);
    while (page.path("next").isString()) {
      page = api.get(path + "&cursor=" + QueryApi.encoded(page.path("next").asString()));
      page.path("entries").forEach(entries::add);
    }
    return entries;
  }

  /** All these people, as the views show them at the position or later. */
  Map<Person, Seen> people(List<Person> people, long position) {
    return each(people, person -> profile(person, position).map(found -> seen(found, position)).orElse(Seen.NOBODY));
  }

  private Seen seen(JsonNode profile, long position) {
    Map<String, Long> counts = new HashMap<>();
    profile.path("counts").properties().forEach(one -> counts.put(one.getKey(), one.getValue().asLong()));
    List<String> messageIds = new ArrayList<>();
    for (JsonNode entry : timeline(profile.path("id").asString(), position)) {
      if (entry.path("messageId").isString()) {
        messageIds.add(entry.path("messageId").asString());
      }
    }
    return new Seen(counts, messageIds);
  }

  /** What is read of one person. */
  interface Reading<T> {
    T of(Person person);
  }

  /** Reads of several people at a time. */
  static <T> Map<Person, T> each(List<Person> people, Reading<T> reading) {
    Map<Person, T> all = new ConcurrentHashMap<>();
    try (ExecutorService executor = Executors.newFixedThreadPool(READERS)) {
      List<Future<?>> pending = new ArrayList<>();
      for (Person person : people) {
        pending.add(executor.submit(() -> all.put(person, reading.of(person))));
      }
      for (Future<?> each : pending) {
        each.get();
      }
    } catch (ExecutionException e) {
      throw new StackException("The views cannot be read: " + e.getCause(), e);
    } catch (InterruptedException e) {
      throw Interruption.of(e);
    }
    return all;
  }
}
