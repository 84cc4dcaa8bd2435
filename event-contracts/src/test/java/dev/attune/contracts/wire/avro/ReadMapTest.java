package dev.attune.contracts.wire.avro;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Random;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** A map that was read is like any other map, whatever its size and in however many blocks it was written. */
class ReadMapTest {

  private static final int ROUNDS = 3_000;

  private final MapShape shape = new MapShape(Scalars.LONG);

  @Test
  void maps_of_any_size_in_any_blocks_are_read_as_a_linked_hash_map_would_hold_them() {
    Random random = new Random(11);
    int small = 0;
    for (int round = 0; round < ROUNDS; round++) {
      Map<String, Object> expected = new LinkedHashMap<>();
      BinaryOut out = new BinaryOut();
      int blocks = random.nextInt(3);
      for (int block = 0; block <= blocks; block++) {
        int entries = 1 + random.nextInt(round % 7 == 0 ? 40 : 9);
        out.whole(entries);
        for (int i = 0; i < entries; i++) {
          String key = key(random);
          long value = random.nextInt(5);
          out.text(key);
          out.whole(value);
          expected.put(key, value);
        }
      }
      out.whole(0);

      Map<?, ?> read = (Map<?, ?>) shape.read(new BinaryIn(out.copy(0, out.size())));

      small += read instanceof ReadMap ? 1 : 0;
      assertSame(read, expected);
    }
    assertThat(small).isBetween(ROUNDS / 10, ROUNDS - ROUNDS / 10);
  }

  /** Often the same ones; some have the same hash; some are too long to be remembered. */
  private static String key(Random random) {
    return switch (random.nextInt(4)) {
      case 0 -> List.of("Aa", "BB", "AaAa", "BBBB", "AaBB", "BBAa").get(random.nextInt(6));
      case 1 -> "é".repeat(random.nextInt(30));
      default -> "key" + random.nextInt(30);
    };
  }

  private static void assertSame(Map<?, ?> read, Map<String, Object> expected) {
    assertThat(read.equals(expected)).isTrue();
    assertThat(expected.equals(read)).isTrue();
    assertThat(read).hasToString(expected.toString()).hasSameHashCodeAs(expected);
    assertThat(new ArrayList<Object>(read.keySet())).isEqualTo(new ArrayList<>(expected.keySet()));
    assertThat(new ArrayList<Object>(read.values())).isEqualTo(new ArrayList<>(expected.values()));
    assertThat(new ArrayList<Object>(read.entrySet())).isEqualTo(new ArrayList<>(expected.entrySet()));
    Map<Object, Object> visited = new LinkedHashMap<>();
    read.forEach(visited::put);
    assertThat(visited).hasToString(expected.toString());
    expected.forEach(
        (key, value) -> {
          assertThat(read.get(new String(key.toCharArray()))).isEqualTo(value);
          assertThat(read.containsKey(new String(key.toCharArray()))).isTrue();
        });
    assertThat(read.get("not there")).isNull();
    assertThat(read.containsKey("not there")).isFalse();
    assertThat(read.get(null)).isNull();
    assertThat(read.get(7)).isNull();
  }

  @Test
  void it_cannot_be_changed() {
    Map<String, Object> read = new ReadMap(new Object[] {"a", 1L, "b", 2L});
    Map.Entry<String, Object> entry = read.entrySet().iterator().next();
    Iterator<String> keys = read.keySet().iterator();
    keys.next();

    assertThatThrownBy(() -> read.put("c", 3L)).isInstanceOf(UnsupportedOperationException.class);
    assertThatThrownBy(() -> read.remove("a")).isInstanceOf(UnsupportedOperationException.class);
    assertThatThrownBy(read::clear).isInstanceOf(UnsupportedOperationException.class);
    assertThatThrownBy(() -> entry.setValue(3L)).isInstanceOf(UnsupportedOperationException.class);
    assertThatThrownBy(keys::remove).isInstanceOf(UnsupportedOperationException.class);
    assertThatThrownBy(() -> read.replaceAll((key, value) -> 0L)).isInstanceOf(UnsupportedOperationException.class);
    assertThat(read).isEqualTo(Map.of("a", 1L, "b", 2L));
  }

  @Test
  void copies_of_it_have_all_its_entries() {
    Map<String, Object> read = new ReadMap(new Object[] {"b", 1L, "a", 2L});

    assertThat(new LinkedHashMap<>(read)).hasToString("{b=1, a=2}");
    assertThat(new HashMap<>(read)).isEqualTo(read);
    assertThat(Map.copyOf(read)).isEqualTo(read);
  }

  @Test
  void its_iterator_has_an_end() {
    Iterator<Map.Entry<String, Object>> all = new ReadMap(new Object[] {"a", 1L}).entrySet().iterator();
    all.next();

    assertThat(all.hasNext()).isFalse();
    assertThatThrownBy(all::next).isInstanceOf(NoSuchElementException.class);
  }
}
