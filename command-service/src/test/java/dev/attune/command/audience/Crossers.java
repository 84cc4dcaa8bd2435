package dev.attune.command.audience;

import dev.attune.command.RunningService;
import dev.attune.command.profile.Intent;
import dev.attune.command.profile.ProfileStreams;
import dev.attune.contracts.DefinitionEvent;
import dev.attune.contracts.Identity;
import dev.attune.contracts.ProfileEvent.AudienceEntered;
import dev.attune.contracts.ProfileEvent.AudienceLeft;
import dev.attune.contracts.ProfileEvent.InteractionRecorded;
import dev.attune.contracts.Times;
import dev.attune.contracts.wire.Envelope;
import dev.attune.contracts.wire.EventCodec;
import dev.attune.core.rule.Rules;
import dev.attune.eventstore.TestDatabase;
import dev.attune.eventstore.append.LogSignal;
import dev.attune.eventstore.read.EventReader;
import dev.attune.eventstore.read.PollingFeed;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;

import static org.assertj.core.api.Assertions.assertThat;

/** A service whose log people's deeds go to, and reactions that tell who crosses. */
final class Crossers implements AutoCloseable {

  private static final UUID SOURCE = new UUID(0, 1);

  final TestDatabase database = TestDatabase.create();
  private final RunningService service;
  private final List<Reaction> reactions = new ArrayList<>();
  private int messages;

  Crossers() {
    service =
        RunningService.on(database, Map.of("attune.relay.enabled", "false", "attune.crossings.enabled", "false"));
  }

  /** Something that was told. */
  record Told(UUID person, String audience, int definition, boolean entered, Instant at, long position) {}

  void define(String yaml) {
    RunningService.Answer answer =
        service.put(
            "/v1/definitions", yaml, "Authorization", "Bearer " + RunningService.ADMIN_KEY, "Content-Type",
            "application/yaml");
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
  }

  /** Another node that tells, or stands by. */
  Reaction react() {
    return react(streams -> streams);
  }

  /** A node that sends otherwise. */
  Reaction react(UnaryOperator<ProfileStreams> through) {
    CrossingState state = new CrossingState();
    EventReader reader = reader();
    Teller teller = new Teller(through.apply(service.bean(ProfileStreams.class)), state);
    Reaction reaction =
        new Reaction(
            () -> database.direct().getConnection(),
            store ->
                new Course(
                    store, reader, position -> new PollingFeed(reader, position, 500, service.bean(LogSignal.class)),
                    codec(), Rules.ofPeople(), teller, state),
            state);
    reaction.start();
    reactions.add(reaction);
    return reaction;
  }

  /** They do something, now. */
  CompletableFuture<UUID> does(String user, String name) {
    return does(user, name, Instant.now());
  }

  synchronized CompletableFuture<UUID> does(String user, String name, Instant occurred) {
    Instant at = occurred.truncatedTo(ChronoUnit.MICROS);
    List<Identity> identities = List.of(Identity.user(user));
    InteractionRecorded event =
        new InteractionRecorded(
            SOURCE, "m" + messages++, "track", name, null, new Times(null, null, at, Times.Correction.RECEIVED), Map.of(),
            identities, Map.of(), Map.of());
    return service
        .bean(ProfileStreams.class)
        .send(
            identities,
            profile ->
                new Intent<>(List.of(event), at, null, null, null, Intent.Receipt::profile, Intent.Held::profile));
  }

  List<Told> told() {
    List<Told> told = new ArrayList<>();
    for (Envelope one : log()) {
      if (codec().decode(one.event()) instanceof AudienceEntered e) {
        told.add(new Told(one.stream(), e.audience(), e.definition(), true, e.at(), one.position()));
      } else if (codec().decode(one.event()) instanceof AudienceLeft e) {
        told.add(new Told(one.stream(), e.audience(), e.definition(), false, e.at(), one.position()));
      }
    }
    return told;
  }

  List<Envelope> log() {
    return reader().log(0, Integer.MAX_VALUE);
  }

  EventReader reader() {
    return service.bean(EventReader.class);
  }

  EventCodec codec() {
    return service.bean(EventCodec.class);
  }

  /** All definitions, as they came. */
  List<DefinitionEvent> definitions() {
    return log().stream()
        .map(one -> codec().decode(one.event()))
        .filter(DefinitionEvent.class::isInstance)
        .map(DefinitionEvent.class::cast)
        .toList();
  }

  /** Everything in the log is taken in, and nobody is left to be gone through. */
  void settle() throws Exception {
    long head = reader().head();
    eventually(
        () ->
            number("SELECT position FROM attune_command.crossing_progress") >= head
                && number("SELECT count(*) FROM attune_command.crossing_watch WHERE NOT complete") == 0);
  }

  long number(String sql) {
    try {
      return Long.parseLong(database.value(sql));
    } catch (java.sql.SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  static void eventually(BooleanSupplier condition) throws InterruptedException {
    long deadline = System.nanoTime() + Duration.ofSeconds(40).toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("it takes too long").isLessThan(deadline);
      Thread.sleep(10);
    }
  }

  /** Whoever tells loses the right to. */
  void interrupt() throws Exception {
    database.execute(
        "SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' AND granted AND objsubid = 1"
            + " AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"
            + " AND ((classid::bigint << 32) | objid::bigint) = hashtextextended('attune.crossings', 0)");
  }

  @Override
  public void close() throws Exception {
    for (Reaction reaction : reactions) {
      reaction.stop();
    }
    service.close();
    database.close();
  }
}
