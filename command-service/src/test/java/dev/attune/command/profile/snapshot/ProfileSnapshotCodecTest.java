package dev.attune.command.profile.snapshot;

import dev.attune.command.profile.snapshot.RandomLife.Happened;
import dev.attune.core.profile.Profile;
import dev.attune.core.profile.ProfileFold;
import dev.attune.core.state.StateShape;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

import static dev.attune.command.profile.snapshot.RandomLife.STREAM;
import static dev.attune.command.profile.snapshot.RandomLife.folded;
import static org.assertj.core.api.Assertions.assertThat;

class ProfileSnapshotCodecTest {

  private static final int LIVES = 5_000;

  private final ProfileSnapshotCodec codec = new ProfileSnapshotCodec();

  private Profile restored(Profile profile) {
    return codec.decode(STREAM, codec.encode(profile));
  }

  @Test
  void nobody_stays_nobody() {
    assertThat(restored(Profile.empty(STREAM))).isEqualTo(Profile.empty(STREAM));
  }

  @Test
  void a_restored_profile_evolves_as_if_it_had_never_been_written() {
    for (int seed = 0; seed < LIVES; seed++) {
      List<Happened> life = RandomLife.of(seed);
      int cut = life.isEmpty() ? 0 : new Random(seed).nextInt(life.size() + 1);
      Profile prefix = folded(Profile.empty(STREAM), life.subList(0, cut));

      Profile restored = restored(prefix);

      assertThat(restored).as("seed %d", seed).isEqualTo(prefix);
      Profile all = folded(prefix, life.subList(cut, life.size()));
      Profile evolved = folded(restored, life.subList(cut, life.size()));
      assertThat(evolved).as("seed %d", seed).isEqualTo(all);
      // Equality does not see the order of maps, and what is computed from them may.
      assertThat(evolved.toString()).as("seed %d", seed).isEqualTo(all.toString());
    }
  }

  @Test
  void damaged_bytes_give_an_exception_or_a_profile_and_nothing_worse() {
    Random random = new Random(7);
    int refused = 0;
    for (int seed = 0; seed < LIVES; seed++) {
      byte[] bytes = codec.encode(folded(Profile.empty(STREAM), RandomLife.of(seed)));
      for (int i = random.nextInt(3); i >= 0; i--) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
      }
      byte[] damaged = random.nextInt(4) == 0 ? Arrays.copyOf(bytes, random.nextInt(bytes.length)) : bytes;
      try {
        codec.decode(STREAM, damaged);
      } catch (RuntimeException expected) {
        refused++;
      }
    }
    assertThat(refused).isGreaterThan(LIVES / 4);
  }

  @Test
  void the_shape_of_the_state_is_known() {
    assertThat(StateShape.hash(Profile.class))
        .as(
            """
            The state has another shape, so snapshots are written anew. Look whether ProfileSnapshotCodec writes all of
            it and RandomLife draws all of it; then put the new hash here. The shape is now:
            %s""",
            StateShape.of(Profile.class))
        .isEqualTo("d885cc7f390d8f60");
  }

  @Test
  void the_same_lives_make_the_same_states_as_long_as_the_revision_stays() throws Exception {
    MessageDigest digest = MessageDigest.getInstance("SHA-256");
    for (int seed = 0; seed < 500; seed++) {
      digest.update(codec.encode(folded(Profile.empty(STREAM), RandomLife.of(seed))));
    }
    assertThat(ProfileFold.REVISION + " " + HexFormat.of().formatHex(digest.digest(), 0, 8))
        .as(
            "The fold makes other states of the same events, or the codec other bytes of the same states: raise"
                + " ProfileFold.REVISION, or ProfileSnapshotCodec.BYTES, and put the new digest here. Only if RandomLife"
                + " alone has changed, put the new digest here without it")
        .isEqualTo("1 61f689ea83af7edf");
  }

  @Test
  void the_revision_names_the_fold_the_bytes_and_the_shape() {
    assertThat(codec.revision())
        .isEqualTo("fold %d, bytes 1, shape %s".formatted(ProfileFold.REVISION, StateShape.hash(Profile.class)));
  }
}
