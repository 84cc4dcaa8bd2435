package dev.attune.core.behaviour;

import dev.attune.core.state.StateShape;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

import static dev.attune.core.behaviour.Person.FOLD;
import static org.assertj.core.api.Assertions.assertThat;

class BehaviourBytesTest {

  @Test
  void nothing_known_stays_nothing_known() {
    assertThat(BehaviourBytes.decode(BehaviourBytes.encode(Behaviour.NONE))).isEqualTo(Behaviour.NONE);
  }

  @Test
  void a_restored_behaviour_evolves_as_if_it_had_never_been_written() {
    for (int seed = 0; seed < 2_000; seed++) {
      List<Happening> life = BehaviourLife.of(seed);
      List<Happening> before = life.subList(0, life.size() / 2);
      List<Happening> after = life.subList(life.size() / 2, life.size());
      Behaviour half = FOLD.fold(Behaviour.NONE, before);

      Behaviour restored = BehaviourBytes.decode(BehaviourBytes.encode(half));

      assertThat(restored).as("seed %d", seed).isEqualTo(half);
      assertThat(FOLD.fold(restored, after)).as("seed %d", seed).isEqualTo(FOLD.fold(half, after));
      assertThat(FOLD.fold(restored, after).toString()).isEqualTo(FOLD.fold(half, after).toString());
    }
  }

  @Test
  void the_same_lives_make_the_same_bytes_as_long_as_the_revisions_stay() throws Exception {
    MessageDigest digest = MessageDigest.getInstance("SHA-256");
    digest.update(StateShape.of(Behaviour.class).getBytes(java.nio.charset.StandardCharsets.UTF_8));
    for (int seed = 0; seed < 500; seed++) {
      digest.update(BehaviourBytes.encode(FOLD.fold(Behaviour.NONE, BehaviourLife.of(seed))));
    }
    assertThat("%d %d %s".formatted(
            BehaviourFold.REVISION, BehaviourBytes.REVISION, HexFormat.of().formatHex(digest.digest(), 0, 8)))
        .as(
            "The fold makes other states of the same events, or the codec other bytes of the same states, or the state"
                + " has another shape: raise BehaviourFold.REVISION or BehaviourBytes.REVISION, and put the new digest"
                + " here. Only if BehaviourLife alone has changed, put it here without that")
        .isEqualTo("1 1 a3e446a14f0325c2");
  }
}
