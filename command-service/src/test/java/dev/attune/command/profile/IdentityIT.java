package dev.attune.command.profile;

import dev.attune.contracts.Identity;
import dev.attune.contracts.wire.Envelope;
import dev.attune.core.profile.Profile;
import dev.attune.eventstore.TestDatabase;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class IdentityIT {

  private TestDatabase database;
  private TestNode one;
  private TestNode two;

  @BeforeEach
  void start() {
    database = TestDatabase.create();
    one = new TestNode(database);
    two = new TestNode(database);
  }

  @AfterEach
  void stop() {
    one.close();
    two.close();
    database.close();
  }

  @Test
  void an_identity_leads_to_the_same_profile_from_every_node() {
    UUID profile = one.record("product_view", anonymous("a")).join();

    assertThat(two.record("product_view", anonymous("a")).join()).isEqualTo(profile);
    assertThat(two.stored(profile).counts()).containsEntry("product_view", 2L);
  }

  @Test
  void signing_in_links_the_anonymous_id_to_the_user() {
    UUID profile = one.record("product_view", anonymous("a")).join();

    assertThat(two.record("login", anonymous("a"), user("u")).join()).isEqualTo(profile);
    assertThat(one.record("purchase", user("u")).join()).isEqualTo(profile);
    assertThat(names(one.stored(profile))).containsExactlyInAnyOrder("anonymous:a", "user:u");
  }

  @Test
  void another_user_on_the_same_device_is_somebody_else() {
    UUID ada = one.record("login", anonymous("a"), user("ada")).join();
    UUID bob = one.record("login", anonymous("a"), user("bob")).join();

    assertThat(bob).isNotEqualTo(ada);
    assertThat(names(one.stored(ada))).containsExactlyInAnyOrder("anonymous:a", "user:ada");
    assertThat(names(one.stored(bob))).containsExactly("user:bob");
    assertThat(one.stored(bob).samePersons()).isEmpty();
  }

  @Test
  void where_both_have_a_profile_it_is_recorded_once_that_they_are_one_person() {
    UUID visitor = one.record("product_view", anonymous("a")).join();
    UUID customer = two.record("purchase", user("u")).join();

    one.record("login", anonymous("a"), user("u")).join();
    two.record("login", anonymous("a"), user("u")).join();

    Profile known = one.stored(customer);
    assertThat(known.samePersons()).containsExactly(visitor);
    assertThat(known.counts()).containsEntry("login", 2L);
    assertThat(two.reader.stream(customer, 0).events())
        .extracting(envelope -> envelope.event().name())
        .containsOnlyOnce("same-person.recognized");
  }

  @Test
  void a_visitor_who_turned_out_to_be_one_user_is_never_another_user_too() {
    UUID visitor = one.record("product_view", anonymous("a")).join();
    UUID ada = one.record("purchase", user("ada")).join();
    UUID bob = two.record("purchase", user("bob")).join();

    one.record("login", anonymous("a"), user("ada")).join();
    two.record("login", anonymous("a"), user("bob")).join();
    UUID eve = two.record("login", anonymous("a"), user("eve")).join();

    assertThat(one.stored(ada).samePersons()).containsExactly(visitor);
    assertThat(one.stored(bob).samePersons()).isEmpty();
    assertThat(eve).isNotIn(visitor, ada, bob);
    assertThat(names(one.stored(visitor))).containsExactly("anonymous:a");
  }

  @Test
  void a_visitor_becomes_one_user_however_many_sign_in_at_the_same_moment() throws Exception {
    int visitors = 60;
    for (int v = 0; v < visitors; v++) {
      one.record("product_view", anonymous("a" + v)).join();
      one.record("purchase", user("ada" + v)).join();
      two.record("purchase", user("bob" + v)).join();
    }
    CyclicBarrier together = new CyclicBarrier(3);
    List<CompletableFuture<UUID>> all = Collections.synchronizedList(new ArrayList<>());
    try (ExecutorService threads = Executors.newFixedThreadPool(3)) {
      for (String who : List.of("ada", "bob", "eve")) {
        TestNode node = who.equals("ada") ? one : two;
        threads.submit(() -> {
          for (int v = 0; v < visitors; v++) {
            together.await();
            all.add(node.record("login", anonymous("a" + v), user(who + v)));
          }
          return null;
        });
      }
    }
    all.forEach(CompletableFuture::join);

    assertThat(all).hasSize(3 * visitors);
    for (int v = 0; v < visitors; v++) {
      UUID visitor = two.record("product_view", anonymous("a" + v)).join();
      int number = v;
      List<String> users =
          new ArrayList<>(names(one.stored(visitor)).stream().filter(name -> name.startsWith("user:")).toList());
      for (String who : List.of("ada", "bob", "eve")) {
        UUID own = one.record("product_view", user(who + number)).join();
        if (one.stored(own).samePersons().contains(visitor)) {
          users.add("user:" + who + number);
        }
      }
      assertThat(users).as("users of visitor %d", v).hasSize(1);
    }
  }

  @Test
  void commands_of_one_thread_keep_their_order_even_for_somebody_new() {
    List<CompletableFuture<UUID>> sent = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      sent.add(one.record("step-" + i, anonymous("a")));
    }
    Set<UUID> profiles = new HashSet<>(sent.stream().map(CompletableFuture::join).toList());

    assertThat(profiles).hasSize(1);
    assertThat(steps(profiles.iterator().next())).hasSize(200).isSorted();
  }

  @Test
  void two_nodes_that_see_people_first_at_the_same_moment_agree_on_who_they_are() throws Exception {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    int people = 150;
    List<Identity[]> calls = new ArrayList<>();
    for (int person = 0; person < people; person++) {
      for (int call = 0; call < 6; call++) {
        calls.add(
            switch (random.nextInt(3)) {
              case 0 -> new Identity[] {anonymous("a" + person)};
              case 1 -> new Identity[] {user("u" + person)};
              default -> new Identity[] {anonymous("a" + person), user("u" + person)};
            });
      }
    }
    Collections.shuffle(calls, random);
    Map<UUID, Integer> recorded = new ConcurrentHashMap<>();
    List<CompletableFuture<Void>> all = Collections.synchronizedList(new ArrayList<>());
    CyclicBarrier together = new CyclicBarrier(8);
    try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
      for (int t = 0; t < 8; t++) {
        TestNode node = t % 2 == 0 ? one : two;
        threads.submit(() -> {
          together.await();
          for (Identity[] call : calls) {
            all.add(node.record("seen", call).thenAccept(profile -> recorded.merge(profile, 1, Integer::sum)));
          }
          return null;
        });
      }
    }
    all.forEach(CompletableFuture::join);

    Map<String, UUID> owners = new ConcurrentHashMap<>();
    long interactions = 0;
    for (UUID profile : recorded.keySet()) {
      Profile stored = one.stored(profile);
      assertThat(stored.counts().get("seen")).as("profile %s, seed %d", profile, seed)
          .isEqualTo((long) recorded.get(profile));
      interactions += stored.counts().get("seen");
      for (String name : names(stored)) {
        assertThat(owners.put(name, profile)).as("%s has two profiles, seed %d", name, seed).isNull();
      }
    }
    assertThat(interactions).isEqualTo(8L * calls.size());
    assertThat(owners).hasSizeLessThanOrEqualTo(2 * people);
    assertThat(allLinks()).as("an identity linked twice, seed %d", seed).doesNotHaveDuplicates();
  }

  private List<String> allLinks() {
    List<String> links = new ArrayList<>();
    for (Envelope envelope : one.reader.logOf(List.of("identity.linked"), 0, 100_000)) {
      links.add(one.codec.decode(envelope.event()).toString().replaceAll("digest=[^,]*, ", ""));
    }
    return links;
  }

  private List<Integer> steps(UUID profile) {
    List<Integer> steps = new ArrayList<>();
    for (Envelope envelope : one.reader.stream(profile, 0).events()) {
      if (one.codec.decode(envelope.event()) instanceof dev.attune.contracts.ProfileEvent.InteractionRecorded done) {
        steps.add(Integer.parseInt(done.name().substring("step-".length())));
      }
    }
    return steps;
  }

  private static List<String> names(Profile profile) {
    return profile.identities().values().stream().map(known -> known.namespace() + ":" + known.value()).toList();
  }

  private static Identity anonymous(String value) {
    return Identity.anonymous(value);
  }

  private static Identity user(String value) {
    return Identity.user(value);
  }
}
