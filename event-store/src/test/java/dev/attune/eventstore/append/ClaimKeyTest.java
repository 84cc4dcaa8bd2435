package dev.attune.eventstore.append;

import dev.attune.eventstore.append.Claim.Kind;
import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ClaimKeyTest {

  private static byte[] bytes(UUID id) {
    return ByteBuffer.allocate(16).putLong(id.getMostSignificantBits()).putLong(id.getLeastSignificantBits()).array();
  }

  @Test
  void the_kind_stands_where_uuids_have_their_version_and_nothing_else_changes() {
    UUID id = UUID.fromString("01997a3e-5d2c-7b1f-9c3a-0f1e2d3c4b5a");
    assertThat(ClaimKey.of(Kind.PERSON, bytes(id)).stored())
        .isEqualTo(UUID.fromString("01997a3e-5d2c-5b1f-9c3a-0f1e2d3c4b5a"));
  }

  @Test
  void the_same_key_differs_by_kind_and_different_keys_differ_within_a_kind() {
    Random random = new Random(1);
    Set<ClaimKey> seen = new HashSet<>();
    for (int i = 0; i < 1_000; i++) {
      byte[] key = new byte[16];
      random.nextBytes(key);
      for (Kind kind : Kind.values()) {
        assertThat(seen.add(ClaimKey.of(kind, key))).isTrue();
      }
    }
  }

  @Test
  void the_number_of_a_kind_fits_into_four_bits() {
    for (Kind kind : Kind.values()) {
      assertThat(kind.number()).isBetween(1, 15);
    }
  }

  @Test
  void a_key_of_another_length_is_refused() {
    assertThatThrownBy(() -> ClaimKey.of(Kind.MESSAGE, new byte[15]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("not 15");
  }
}
