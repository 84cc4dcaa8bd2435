package dev.attune.command.profile;

import dev.attune.command.profile.BulkNode.Went;
import dev.attune.command.profile.BulkStreams.Addressed;
import dev.attune.contracts.Identity;
import dev.attune.contracts.wire.Envelope;
import dev.attune.core.profile.Profile;
import dev.attune.eventstore.TestDatabase;
import dev.attune.eventstore.verify.LogVerifier;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static dev.attune.command.profile.BulkNode.seen;
import static org.assertj.core.api.Assertions.assertThat;

/** Files into people's streams, alone and beside live traffic, on real PostgreSQL. */
class BulkStreamsIT {

  private TestDatabase database;
  private TestNode one;
  private TestNode two;
  private BulkNode bulk;

  @BeforeEach
  void start() {
    database = TestDatabase.create();
    one = new TestNode(database);
    two = new TestNode(database);
    bulk = new BulkNode(database, one);
  }

  @AfterEach
  void the_log_is_sound() throws Exception {
    assertThat(new LogVerifier(database.pool(), 10_000_000).verify(read -> {}).faults()).isEmpty();
    one.close();
    two.close();
    database.close();
  }

  @Test
  void the_same_people_come_of_a_file_as_of_commands_one_by_one() {
    List<Identity[]> calls =
        List.of(
            ids(anonymous("a")), ids(anonymous("a"), user("ada")), ids(user("ada")), ids(anonymous("a"), user("bob")),
            ids(anonymous("v")), ids(user("eve")), ids(anonymous("v"), user("eve")), ids(anonymous("v"), user("bob")),
            ids(email("x"), anonymous("w")), ids(email("x"), user("fay")), ids(anonymous("w"), email("y"), user("gus")));
    Map<String, List<String>> byCommand = new HashMap<>();
    for (Identity[] call : calls) {
      UUID profile = one.record("seen", call).join();
      byCommand.put(profile.toString(), shape(one.stored(profile)));
    }
    try (TestDatabase other = TestDatabase.create();
        TestNode node = new TestNode(other)) {
      List<Addressed<Went>> file = new ArrayList<>();
      calls.forEach(call -> file.add(seen(file.size(), call)));
      List<Went> went = new BulkNode(other, node).append(file);
      Map<String, List<String>> byFile = new HashMap<>();
      went.forEach(each -> byFile.put(each.profile().toString(), shape(node.stored(each.profile()))));
      assertThat(byFile.values()).containsExactlyInAnyOrderElementsOf(byCommand.values());
    }
  }

  @Test
  void the_same_file_again_is_all_duplicates_and_so_is_what_came_by_commands() {
    List<Addressed<Went>> file = new ArrayList<>();
    for (int i = 0; i < 3_000; i++) {
      file.add(seen(i % 2_500, user("u" + i % 700)));
    }
    List<Went> first = bulk.append(file);
    long head = one.reader.head();
    List<Went> second = bulk.append(file);

    assertThat(first).hasSize(3_000).filteredOn(Went::before).hasSize(500);
    assertThat(second).hasSize(3_000).allMatch(Went::before);
    assertThat(one.reader.head()).isEqualTo(head).isEqualTo(2_500 + 700);
    assertThat(one.record("seen", user("u3")).join()).isEqualTo(first.get(3).profile());
  }

  @Test
  void a_person_gets_their_events_in_the_order_of_the_file() {
    List<Addressed<Went>> file = new ArrayList<>();
    for (int i = 0; i < 2_400; i++) {
      file.add(seen(i, i % 3 == 0 ? ids(anonymous("a"), user("u")) : i % 3 == 1 ? ids(user("u")) : ids(anonymous("a"))));
    }
    Set<UUID> profiles = new HashSet<>(bulk.append(file).stream().map(Went::profile).toList());
    assertThat(profiles).hasSize(1);
    List<Long> messages = new ArrayList<>();
    for (Envelope envelope : one.reader.stream(profiles.iterator().next(), 0).events()) {
      if (one.codec.decode(envelope.event()) instanceof dev.attune.contracts.ProfileEvent.InteractionRecorded done) {
        messages.add(Long.parseLong(done.messageId()));
      }
    }
    assertThat(messages).hasSize(2_400).isSorted();
  }

  @Test
  void a_file_beside_live_traffic_of_the_same_people_agrees_with_it_on_who_they_are() throws Exception {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    int people = 400;
    List<Identity[]> calls = new ArrayList<>();
    for (int call = 0; call < 6_000; call++) {
      int person = random.nextInt(people);
      calls.add(
          switch (random.nextInt(4)) {
            case 0 -> ids(anonymous("a" + person));
            case 1 -> ids(user("u" + person));
            case 2 -> ids(anonymous("a" + person), email("e" + person));
            default -> ids(anonymous("a" + person), user("u" + person));
          });
    }
    Map<UUID, Integer> recorded = new ConcurrentHashMap<>();
    List<CompletableFuture<Void>> live = Collections.synchronizedList(new ArrayList<>());
    List<Went> went;
    try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
      for (TestNode node : List.of(one, two)) {
        threads.submit(
            () -> {
              for (Identity[] call : calls.subList(0, 1_500)) {
                CompletableFuture<UUID> sent = node.record("seen", call);
                live.add(sent.thenAccept(profile -> recorded.merge(profile, 1, Integer::sum)));
                sent.join();
              }
              return null;
            });
      }
      List<Addressed<Went>> file = new ArrayList<>();
      calls.forEach(call -> file.add(seen(file.size(), call)));
      went = bulk.append(file);
    }
    live.forEach(CompletableFuture::join);
    assertThat(live).hasSize(3_000);
    assertThat(went).as("seed %d", seed).hasSize(6_000).noneMatch(Went::before);
    went.forEach(each -> recorded.merge(each.profile(), 1, Integer::sum));

    Map<String, UUID> owners = new HashMap<>();
    long interactions = 0;
    for (UUID profile : recorded.keySet()) {
      Profile stored = one.stored(profile);
      assertThat(stored.counts().get("seen")).as("profile %s, seed %d", profile, seed)
          .isEqualTo((long) recorded.get(profile));
      interactions += stored.counts().get("seen");
      assertThat(stored.identities()).as("nobody's stream, seed %d", seed).isNotEmpty();
      for (String name : names(stored)) {
        assertThat(owners.put(name, profile)).as("%s has two profiles, seed %d", name, seed).isNull();
      }
    }
    assertThat(interactions).isEqualTo(9_000);
    assertThat(database.value("SELECT count(*) FROM attune.claim WHERE attune.claim_kind(key) = 1")).isEqualTo("6000");
  }

  @Test
  void a_visitor_becomes_one_user_whether_files_or_commands_say_so() throws Exception {
    int visitors = 120;
    List<Addressed<Went>> file = new ArrayList<>();
    for (int v = 0; v < visitors; v++) {
      one.record("seen", anonymous("a" + v)).join();
      one.record("seen", user("ada" + v)).join();
      two.record("seen", user("bob" + v)).join();
      file.add(seen(v, anonymous("a" + v), user("ada" + v)));
    }
    try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
      for (int t = 0; t < 2; t++) {
        String who = t == 0 ? "bob" : "eve";
        threads.submit(
            () -> {
              for (int v = visitors - 1; v >= 0; v--) {
                two.record("seen", anonymous("a" + v), user(who + v)).join();
              }
              return null;
            });
      }
      assertThat(bulk.append(file)).hasSize(visitors);
    }
    for (int v = 0; v < visitors; v++) {
      UUID visitor = two.record("seen", anonymous("a" + v)).join();
      List<String> users =
          new ArrayList<>(names(one.stored(visitor)).stream().filter(name -> name.startsWith("user:")).toList());
      for (String who : List.of("ada", "bob", "eve")) {
        UUID own = one.record("seen", user(who + v)).join();
        if (one.stored(own).samePersons().contains(visitor)) {
          users.add("user:" + who + v);
        }
      }
      assertThat(users).as("users of visitor %d", v).hasSize(1);
    }
  }

  /** Who the person is and what is counted of them, without the ids that differ from run to run. */
  private static List<String> shape(Profile profile) {
    List<String> shape = new ArrayList<>(names(profile));
    shape.add("same persons: " + profile.samePersons().size());
    shape.add("counts: " + profile.counts());
    return shape;
  }

  private static List<String> names(Profile profile) {
    return profile.identities().values().stream().map(known -> known.namespace() + ":" + known.value()).sorted().toList();
  }

  private static Identity[] ids(Identity... identities) {
    return identities;
  }

  private static Identity anonymous(String value) {
    return Identity.anonymous(value);
  }

  private static Identity user(String value) {
    return Identity.user(value);
  }

  private static Identity email(String value) {
    return new Identity("email", value);
  }
}
