package dev.attune.command.profile;

import dev.attune.command.platform.Lookups;
import dev.attune.command.profile.snapshot.ProfileSnapshotCodec;
import dev.attune.contracts.wire.EventCodec;
import dev.attune.core.profile.Profile;
import dev.attune.eventstore.append.Appender;
import dev.attune.eventstore.append.BulkAppender;
import dev.attune.eventstore.read.EventReader;
import dev.attune.eventstore.stream.Fold;
import dev.attune.eventstore.stream.MailboxOptions;
import dev.attune.eventstore.stream.Mailboxes;
import dev.attune.eventstore.stream.SnapshotOptions;
import dev.attune.eventstore.stream.StreamMailboxes;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.sql.DataSource;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class ProfileConfiguration {

  private static final int IDENTITIES_IN_MEMORY = 200_000;
  private static final int STATES_IN_MEMORY = 20_000;

  /** Kind of the snapshots. */
  private static final String SNAPSHOTS = "profile";

  @Bean
  IdentityHash identityHash(@Value("${attune.identity-key}") String key) {
    return new IdentityHash(key);
  }

  @Bean
  ExecutorService profileRetries() {
    return Executors.newVirtualThreadPerTaskExecutor();
  }

  /**
   * @param every events behind a snapshot of a profile before the next one is written; 0: no snapshots
   */
  @Bean
  StreamMailboxes<Profile> profileMailboxes(
      Appender appender,
      EventReader reader,
      EventCodec codec,
      DataSource database,
      @Value("${attune.profile-snapshots.every}") int every) {
    Fold<Profile> fold = new ProfileStreamFold(codec);
    MailboxOptions options = MailboxOptions.DEFAULT.cachedWeight(STATES_IN_MEMORY);
    if (every == 0) {
      return new StreamMailboxes<>(appender, reader, fold, options, ProfileConfiguration::weight);
    }
    SnapshotOptions<Profile> snapshots =
        SnapshotOptions.of(database, SNAPSHOTS, new ProfileSnapshotCodec()).every(every);
    return new StreamMailboxes<>(appender, reader, fold, options, ProfileConfiguration::weight, snapshots);
  }

  /** About one for a kilobyte: what a person's state takes grows with their sessions, traits and identities. */
  private static int weight(Profile profile) {
    return 1 + (profile.ledger().size() + profile.traits().size() + profile.identities().size()) / 4;
  }

  @Bean
  MeterBinder profileCacheMeters(StreamMailboxes<Profile> mailboxes) {
    return meters ->
        Lookups.register(
            meters, "profiles", mailboxes, StreamMailboxes::states, StreamMailboxes::found, StreamMailboxes::read);
  }

  @Bean
  IdentityDirectory identityDirectory(EventReader reader) {
    return new IdentityDirectory(reader, IDENTITIES_IN_MEMORY);
  }

  @Bean
  MeterBinder identityCacheMeters(IdentityDirectory directory) {
    return meters -> directory.lookups().register(meters, "identities", directory, IdentityDirectory::size);
  }

  @Bean
  ProfileStreams profileStreams(
      IdentityDirectory directory,
      IdentityHash hash,
      Mailboxes<Profile> mailboxes,
      EventCodec codec,
      ExecutorService profileRetries) {
    Resolver resolver = new Resolver(directory, hash, mailboxes::state);
    return new IdentifiedStreams(resolver, directory, mailboxes, codec, profileRetries);
  }

  @Bean
  BulkStreams bulkStreams(
      BulkAppender appender, EventReader reader, IdentityHash hash, Mailboxes<Profile> mailboxes, EventCodec codec) {
    return new BulkIdentifiedStreams(appender, reader, hash, mailboxes::state, codec);
  }
}
