package dev.attune.contracts.wire.avro;

import dev.attune.contracts.Event;
import dev.attune.contracts.wire.Encoded;
import dev.attune.contracts.wire.MalformedBytesException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Whatever comes from a disk or a wire: the answer is an event or a {@link MalformedBytesException}, nothing else. */
class DamagedBytesTest {

  private final AvroEventCodec codec = new AvroEventCodec();

  @Test
  void every_truncation_of_every_event_is_refused() {
    for (Event event : SampleEvents.all().values()) {
      Encoded whole = codec.encode(event);
      for (int length = 0; length < whole.data().length; length++) {
        byte[] cut = Arrays.copyOf(whole.data(), length);
        assertThatThrownBy(() -> codec.decode(new Encoded(whole.name(), 1, cut, whole.sealed())))
            .isInstanceOf(MalformedBytesException.class);
      }
      for (int length = 0; whole.sealed() != null && length < whole.sealed().length; length++) {
        byte[] cut = Arrays.copyOf(whole.sealed(), length);
        assertThatThrownBy(() -> codec.decode(new Encoded(whole.name(), 1, whole.data(), cut)))
            .isInstanceOf(MalformedBytesException.class);
      }
    }
  }

  @Test
  void bytes_left_over_are_refused() {
    Encoded whole = codec.encode(SampleEvents.all().get("offer.archived/full"));
    byte[] longer = Arrays.copyOf(whole.data(), whole.data().length + 2);

    assertThatThrownBy(() -> codec.decode(new Encoded(whole.name(), 1, longer, null)))
        .isInstanceOf(MalformedBytesException.class)
        .hasMessageContaining("2 bytes are left over");
    assertThatThrownBy(() -> codec.decode(new Encoded(whole.name(), 1, whole.data(), new byte[] {1})))
        .isInstanceOf(MalformedBytesException.class);
  }

  @Test
  void garbage_never_gives_anything_but_an_event_or_a_clear_refusal() {
    Random random = new Random(7);
    int refused = 0;
    for (int round = 0; round < 500; round++) {
      for (Event event : SampleEvents.all().values()) {
        Encoded whole = codec.encode(event);
        refused += refused(new Encoded(whole.name(), 1, damaged(whole.data(), random), whole.sealed())) ? 1 : 0;
        if (whole.sealed() != null) {
          refused += refused(new Encoded(whole.name(), 1, whole.data(), damaged(whole.sealed(), random))) ? 1 : 0;
        }
      }
    }
    assertThat(refused).isGreaterThan(1_000);
  }

  @Test
  void a_giant_length_costs_no_memory() {
    // key: a text of 2^31 - 1 bytes, of which none are there
    assertRefused("offer.archived", "feffffff0f", "a length of 2147483647 at byte 0, but 0 bytes are left");
    // key: a text of 2^62 bytes
    assertRefused("offer.archived", "808080808080808080" + "01", "bytes are left");
    // key: a length below zero
    assertRefused("offer.archived", "01", "a length of -1");
    // key "", version 1, then as placements 2^31 entries; the same as a block with its size in bytes
    assertRefused("offer.published", "0002" + "8080808010", "2147483648 entries at byte 2");
    assertRefused("offer.published", "0002" + "ffffffffffffffffff01" + "00", "-9223372036854775808 entries at byte 2");
    // key: a number that never ends
    assertRefused("offer.archived", "ffffffffffffffffffffff", "longer than 64 bits");
  }

  @Test
  void bottomless_nesting_is_refused_before_the_stack_ends() {
    // key "", version 1, fallback present: one entry "" -> items of one item that is items of one item …
    String deep = "0002" + "02" + "02" + "00" + "0a02".repeat(200_000);
    assertRefused("placement.defined", deep, "nested deeper than 100 levels");
  }

  @Test
  void a_branch_that_is_not_there_and_a_flag_that_is_neither_are_refused() {
    assertRefused("placement.defined", "0002" + "04", "2 at byte 2 is none of 2 choices");
    assertRefused("placement.defined", "0002" + "02" + "02" + "00" + "0205", "5 at byte 6 is neither true nor false");
    assertRefused("placement.defined", "0002" + "02" + "02" + "00" + "060000", "a decimal has no digits");
    assertRefused("offer.archived", "00" + "8080808010", "2147483648 at byte 1 does not fit in 32 bits");
  }

  private void assertRefused(String name, String hex, String why) {
    assertThatThrownBy(() -> codec.decode(new Encoded(name, 1, HexFormat.of().parseHex(hex), null)))
        .isInstanceOf(MalformedBytesException.class)
        .hasMessageStartingWith("Event '%s' revision 1 cannot be read: ".formatted(name))
        .hasMessageContaining(why);
  }

  private boolean refused(Encoded encoded) {
    try {
      codec.decode(encoded);
      return false;
    } catch (MalformedBytesException e) {
      return true;
    }
  }

  private static byte[] damaged(byte[] bytes, Random random) {
    byte[] damaged = bytes.clone();
    for (int i = 0; i < 1 + random.nextInt(4) && damaged.length > 0; i++) {
      damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
    }
    return damaged;
  }
}
