package dev.attune.command.profile;

import dev.attune.contracts.Identity;
import dev.attune.contracts.wire.Envelope;
import dev.attune.contracts.wire.Progress.EpochStart;
import dev.attune.core.profile.Profile;
import dev.attune.eventstore.append.Claim;
import dev.attune.eventstore.append.ClaimHolder;
import dev.attune.eventstore.read.EventReader;
import dev.attune.eventstore.read.StreamFrom;
import dev.attune.eventstore.read.StreamTail;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ResolverTest {

  private static final Identity USER = new Identity("user", "ann");
  private static final Identity DEVICE = new Identity("anonymous", "device");

  private final IdentityHash hash = new IdentityHash("0123456789abcdef0123456789abcdef");
  private final IdentityDirectory directory = new IdentityDirectory(new EmptyStore(), 100);
  private Consumer<UUID> meanwhile = stream -> {};

  @Test
  void somebody_new_gets_a_stream_that_claims_all_identities() {
    Resolution resolution = resolver().resolve(List.of(DEVICE, USER), false);

    assertThat(resolution.free()).containsOnlyKeys(USER, DEVICE);
    assertThat(resolver().resolve(List.of(USER), false).stream()).isEqualTo(resolution.stream());
  }

  @Test
  void who_turns_out_to_be_known_while_being_resolved_is_led_to_where_the_store_has_them() {
    UUID elsewhere = UUID.randomUUID();
    UUID proposed = resolver().resolve(List.of(USER), false).stream();
    // another thread is told by the store that another node was faster
    meanwhile = stream -> directory.learn(hash.of(USER), elsewhere);

    Resolution resolution = resolver().resolve(List.of(USER), false);

    assertThat(resolution.stream()).isEqualTo(elsewhere).isNotEqualTo(proposed);
    assertThat(resolution.free()).isEmpty();
    assertThat(resolution.samePersons()).isEmpty();
  }

  private Resolver resolver() {
    return new Resolver(directory, hash, this::nobody);
  }

  /** A profile without events; looking at one is the moment when something else may happen. */
  private Profile nobody(UUID stream) {
    meanwhile.accept(stream);
    return Profile.empty(stream);
  }

  private static final class EmptyStore implements EventReader {
    @Override
    public StreamTail stream(UUID stream, long afterVersion, int limit) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Map<UUID, StreamTail> streams(Collection<StreamFrom> wanted) {
      throw new UnsupportedOperationException();
    }

    @Override
    public List<UUID> streamsAfter(UUID after, int limit) {
      return List.of();
    }

    @Override
    public List<Envelope> log(long afterPosition, int limit) {
      return List.of();
    }

    @Override
    public void scan(long afterPosition, int limit, Consumer<Envelope> to) {}

    @Override
    public List<Envelope> logOf(Collection<String> names, long afterPosition, int limit) {
      return List.of();
    }

    @Override
    public List<Envelope> at(long position) {
      return List.of();
    }

    @Override
    public long head() {
      return 0;
    }

    @Override
    public long positionAt(Instant time) {
      return 0;
    }

    @Override
    public Map<String, ClaimHolder> holders(Claim.Kind kind, Collection<byte[]> keys) {
      return Map.of();
    }

    @Override
    public List<EpochStart> epochs() {
      return List.of();
    }

    @Override
    public Instant clock() {
      return Instant.EPOCH;
    }
  }
}
