package dev.attune.command.profile;

import dev.attune.contracts.Identity;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class IdentityHashTest {

  private static final String KEY = "a key of at least thirty-two characters";

  @Test
  void the_same_identity_has_the_same_hash_and_another_key_gives_another() {
    Identity ada = Identity.user("ada");

    assertThat(new IdentityHash(KEY).of(ada)).isEqualTo(new IdentityHash(KEY).of(ada));
    assertThat(new IdentityHash(KEY + "!").of(ada)).isNotEqualTo(new IdentityHash(KEY).of(ada));
  }

  @Test
  void namespace_and_value_cannot_be_confused() {
    IdentityHash hash = new IdentityHash(KEY);

    assertThat(hash.of(new Identity("user", "x"))).isNotEqualTo(hash.of(new Identity("use", "rx")));
  }

  @Test
  void a_short_key_is_refused_with_what_to_do() {
    assertThatThrownBy(() -> new IdentityHash("short")).hasMessageContaining("ATTUNE_IDENTITY_KEY");
  }

  @Test
  void bytes_and_hexadecimal_are_the_same_key() {
    IdentityKey key = new IdentityHash(KEY).of(Identity.user("ada"));

    assertThat(IdentityKey.of(key.bytes())).isEqualTo(key);
    assertThat(key.hex()).isEqualTo(java.util.HexFormat.of().formatHex(key.bytes()));
  }
}
