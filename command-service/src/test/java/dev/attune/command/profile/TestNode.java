package dev.attune.command.profile;

import dev.attune.contracts.Identity;
import dev.attune.contracts.ProfileEvent.InteractionRecorded;
import dev.attune.contracts.Times;
import dev.attune.contracts.wire.EventCodec;
import dev.attune.contracts.wire.avro.AvroEventCodec;
import dev.attune.core.profile.Profile;
import dev.attune.eventstore.TestDatabase;
import dev.attune.eventstore.append.AppenderMetrics;
import dev.attune.eventstore.append.AppenderOptions;
import dev.attune.eventstore.append.LogSignal;
import dev.attune.eventstore.append.PostgresAppender;
import dev.attune.eventstore.read.PostgresEventReader;
import dev.attune.eventstore.stream.Mailboxes;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** One node's people: its own appender, mailboxes and memory of identities over a shared database. */
final class TestNode implements AutoCloseable {

  private static final UUID SOURCE = new UUID(0, 1);

  private final PostgresAppender appender;
  private final ExecutorService retries = Executors.newVirtualThreadPerTaskExecutor();
  private final ProfileStreams people;
  private final Mailboxes<Profile> mailboxes;
  final PostgresEventReader reader;
  final EventCodec codec = new AvroEventCodec();
  final IdentityHash hash = new IdentityHash("the key of these tests has 32 characters");
  private final ProfileStreamFold fold = new ProfileStreamFold(codec);

  /** Without snapshots. */
  TestNode(TestDatabase database) {
    this(database, new AvroEventCodec(), 0);
  }

  /**
   * @param codec of the node's mailboxes
   * @param snapshotsEvery as {@code attune.profile-snapshots.every}
   */
  TestNode(TestDatabase database, EventCodec codec, int snapshotsEvery) {
    appender =
        new PostgresAppender(database.direct(), AppenderOptions.DEFAULT, AppenderMetrics.NONE, new LogSignal());
    reader = new PostgresEventReader(database.pool());
    mailboxes =
        new ProfileConfiguration().profileMailboxes(appender, reader, codec, database.pool(), snapshotsEvery);
    IdentityDirectory directory = new IdentityDirectory(reader, 10_000);
    people =
        new IdentifiedStreams(new Resolver(directory, hash, mailboxes::state), directory, mailboxes, codec, retries);
  }

  /** Records an interaction; answers the profile that it went to. */
  CompletableFuture<UUID> record(String name, Identity... identities) {
    List<Identity> all = List.of(identities);
    Instant now = Instant.parse("2026-11-23T10:00:00Z");
    InteractionRecorded event =
        new InteractionRecorded(
            SOURCE, name, "track", name, null, new Times(null, null, now, Times.Correction.RECEIVED), Map.of(), all,
            Map.of(), Map.of());
    return people.send(
        all,
        profile ->
            new Intent<>(List.of(event), now, null, null, null, Intent.Receipt::profile, Intent.Held::profile));
  }

  /** The profile as the node knows it. */
  Profile known(UUID profile) {
    return mailboxes.state(profile);
  }

  /** The profile as the log has it. */
  Profile stored(UUID profile) {
    Profile state = fold.initial(profile);
    for (var envelope : reader.stream(profile, 0).events()) {
      state = fold.evolve(state, envelope);
    }
    return state;
  }

  @Override
  public void close() {
    appender.close();
    retries.close();
  }
}
