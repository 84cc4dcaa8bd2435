package dev.attune.query;

import dev.attune.contracts.DefinitionEvent.AudiencePublished;
import dev.attune.contracts.ProfileEvent;
import dev.attune.contracts.ProfileEvent.AudienceEntered;
import dev.attune.contracts.ProfileEvent.AudienceLeft;
import dev.attune.query.fixture.Happenings;
import dev.attune.query.fixture.Service;
import dev.attune.query.fixture.Town;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static dev.attune.query.fixture.Happenings.NOON;
import static org.assertj.core.api.Assertions.assertThat;

/** Changes as they happen, from two instances that share the partitions, on a real broker. */
class LiveIT {

  private static final int MOST = 12;
  private static final HttpClient CLIENT = HttpClient.newHttpClient();

  private static Town town;
  private static Service one;
  private static Service other;

  @BeforeAll
  static void start() throws Exception {
    town = new Town();
    town.happen(500);
    AudiencePublished audience = new AudiencePublished("keen", 1, "Keen", "'search' in profile.counts");
    town.relay().happens(UUID.nameUUIDFromBytes(audience.key().getBytes(StandardCharsets.UTF_8)), audience, NOON);
    town.announce();
    one = new Service(town, "--attune.kafka.instance=one", "--attune.query.subscribers=" + MOST);
    other = new Service(town, "--attune.kafka.instance=other", "--attune.query.subscribers=" + MOST);
  }

  @AfterAll
  static void stop() {
    one.close();
    other.close();
    town.close();
  }

  @Test
  void everything_that_happens_is_told_once_in_order_wherever_it_is_folded() throws Exception {
    List<UUID> people = town.people().subList(0, 5);
    List<Listener> listeners = new ArrayList<>();
    for (UUID person : people) {
      listeners.add(Listener.once(one, "/v1/profiles/" + person + "/changes", null));
      listeners.add(Listener.once(other, "/v1/profiles/" + person + "/changes", null));
    }
    try {
      List<List<Long>> wanted = new ArrayList<>();
      people.forEach(person -> wanted.add(new ArrayList<>()));
      for (int i = 0; i < 60; i++) {
        int who = i % people.size();
        wanted.get(who)
            .add(town.relay().happens(people.get(who), Happenings.view("live" + i, "p", NOON.plusSeconds(9_000 + i)), NOON));
        if (i % 20 == 19) {
          town.announce();
          Thread.sleep(100);
        }
      }
      for (int i = 0; i < listeners.size(); i++) {
        List<Long> told = new ArrayList<>();
        for (int n = 0; n < 12; n++) {
          Told next = listeners.get(i).next();
          assertThat(next.event()).isEqualTo("interaction.recorded");
          assertThat(next.data().path("name").asString()).isEqualTo("product_view");
          told.add(Long.parseLong(next.id()));
        }
        assertThat(told).isEqualTo(wanted.get(i / 2));
      }
      UUID first = people.getFirst();
      String profile = one.get("/v1/profiles/" + first + "?min-position=" + wanted.getFirst().getLast()).body();
      assertThat(profile).contains(first.toString());
    } finally {
      listeners.forEach(Listener::close);
    }
  }

  @Test
  void who_comes_again_is_told_what_was_missed() throws Exception {
    UUID person = town.people().get(7);
    long known = town.relay().happens(person, Happenings.view("again-0", "p", NOON.plusSeconds(8_000)), NOON);
    List<Long> missed = new ArrayList<>();
    for (int i = 1; i <= 150; i++) {
      missed.add(town.relay().happens(person, Happenings.view("again-" + i, "p", NOON.plusSeconds(8_000 + i)), NOON));
    }
    one.json("/v1/profiles/" + person + "?min-position=" + town.announce());
    try (Listener listener = Listener.once(one, "/v1/profiles/" + person + "/changes", Long.toString(known))) {
      List<Long> told = new ArrayList<>();
      for (int i = 0; i < missed.size(); i++) {
        told.add(Long.parseLong(listener.next().id()));
      }
      assertThat(told).isEqualTo(missed);
    }
  }

  @Test
  void who_enters_and_leaves_an_audience_is_told_in_the_order_of_the_log_wherever_it_is_folded() throws Exception {
    List<Listener> listeners = new ArrayList<>();
    long first = crosses(0);
    one.json("/v1/audiences/keen/crossings?min-position=" + town.announce());
    listeners.add(Listener.once(one, "/v1/audiences/keen/changes", null));
    listeners.add(Listener.once(other, "/v1/audiences/keen/changes", Long.toString(first - 1)));
    try {
      List<Long> wanted = new ArrayList<>();
      for (int i = 1; i <= 40; i++) {
        wanted.add(crosses(i));
        if (i % 10 == 0) {
          town.announce();
        }
      }
      assertThat(listeners.getLast().next().id()).isEqualTo(Long.toString(first));
      for (Listener listener : listeners) {
        List<Long> told = new ArrayList<>();
        for (int i = 1; i <= 40; i++) {
          Told next = listener.next();
          assertThat(next.event()).isEqualTo(i % 3 == 0 ? "audience.left" : "audience.entered");
          assertThat(next.data().path("profile").asString()).isEqualTo(crosser(i).toString());
          told.add(Long.parseLong(next.id()));
        }
        assertThat(told).isEqualTo(wanted);
      }
      JsonNode report = one.json("/v1/audiences/keen/crossings?from=2026-01-01&to=2026-12-31&limit=2&min-position=" + wanted.getLast());
      assertThat(report.path("entered").asInt()).isEqualTo(27);
      assertThat(report.path("left").asInt()).isEqualTo(14);
      assertThat(report.path("latest")).hasSize(2);
      assertThat(report.at("/latest/0/position").asString()).isEqualTo(Long.toString(wanted.getLast()));
      assertThat(report.path("days")).isNotEmpty();
      assertThat(one.get("/v1/audiences/nothing/changes").statusCode()).isEqualTo(404);
    } finally {
      listeners.forEach(Listener::close);
    }
  }

  private static long crosses(int number) {
    ProfileEvent event =
        number % 3 == 0
            ? new AudienceLeft("keen", 1, NOON.plusSeconds(number))
            : new AudienceEntered("keen", 1, NOON.plusSeconds(number));
    return town.relay().happens(crosser(number), event, NOON);
  }

  private static UUID crosser(int number) {
    return town.people().get(10 + number % 20);
  }

  @Test
  void totals_are_told_at_most_once_a_second() throws Exception {
    try (Listener listener = Listener.once(other, "/v1/counters/changes", null)) {
      long before = listener.next().data().path("interactions").asLong();
      long begin = System.nanoTime();
      for (int i = 0; i < 30; i++) {
        town.relay().happens(town.people().get(9), Happenings.view("count-" + i, "p", NOON), NOON);
        town.announce();
        Thread.sleep(50);
      }
      int events = 0;
      long now = before;
      while (now < before + 30) {
        now = listener.next().data().path("interactions").asLong();
        events++;
      }
      assertThat(now).isGreaterThanOrEqualTo(before + 30);
      assertThat(events).isLessThanOrEqualTo((int) ((System.nanoTime() - begin) / 1_000_000_000L) + 1);
    }
  }

  @Test
  void nobody_is_followed_who_is_not_there_and_not_more_listen_than_there_is_room_for() throws Exception {
    assertThat(one.get("/v1/profiles/" + UUID.randomUUID() + "/changes").statusCode()).isEqualTo(404);
    List<Listener> listeners = new ArrayList<>();
    try {
      String path = "/v1/profiles/" + town.people().getFirst() + "/changes";
      while (true) {
        Listener listener = new Listener(one, path, null);
        if (listener.status() != 200) {
          assertThat(listener.status()).isEqualTo(503);
          break;
        }
        listeners.add(listener);
        assertThat(listeners).hasSizeLessThanOrEqualTo(MOST);
      }
      assertThat(one.get("/actuator/prometheus").body()).contains("attune_live_subscribers");
    } finally {
      listeners.forEach(Listener::close);
    }
  }

  /** One event. */
  record Told(String id, String event, JsonNode data) {}

  /** Somebody who listens. */
  private static final class Listener implements AutoCloseable {

    private final HttpResponse<InputStream> answer;
    private final BlockingQueue<Told> told = new LinkedBlockingQueue<>();

    Listener(Service service, String path, String last) throws Exception {
      HttpRequest.Builder request = service.request(path).header("Accept", "text/event-stream");
      if (last != null) {
        request.header("Last-Event-ID", last);
      }
      answer = CLIENT.send(request.build(), BodyHandlers.ofInputStream());
      if (answer.statusCode() == 200) {
        BufferedReader lines = new BufferedReader(new InputStreamReader(answer.body(), StandardCharsets.UTF_8));
        assertThat(lines.readLine()).isEqualTo("retry: 1000");
        Thread.ofVirtual().start(() -> read(lines));
      }
    }

    /** Listens once there is room: who left is noticed with the next heartbeat only. */
    static Listener once(Service service, String path, String last) throws Exception {
      long deadline = System.nanoTime() + Duration.ofSeconds(40).toNanos();
      Listener listener = new Listener(service, path, last);
      while (listener.status() == 503) {
        assertThat(System.nanoTime()).as("there is room again").isLessThan(deadline);
        Thread.sleep(200);
        listener = new Listener(service, path, last);
      }
      assertThat(listener.status()).isEqualTo(200);
      return listener;
    }

    int status() {
      return answer.statusCode();
    }

    private void read(BufferedReader lines) {
      String id = "";
      String event = "";
      try {
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
          if (line.startsWith("id: ")) {
            id = line.substring(4);
          } else if (line.startsWith("event: ")) {
            event = line.substring(7);
          } else if (line.startsWith("data: ")) {
            told.add(new Told(id, event, JsonMapper.shared().readTree(line.substring(6))));
          }
        }
      } catch (IOException closed) {
        // the test is over
      }
    }

    Told next() throws InterruptedException {
      Told next = told.poll(20, TimeUnit.SECONDS);
      assertThat(next).as("something is told").isNotNull();
      return next;
    }

    @Override
    public void close() {
      try {
        answer.body().close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
