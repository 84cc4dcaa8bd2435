package dev.attune.command.profile.snapshot;

import java.io.ByteArrayOutputStream;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

import static java.nio.charset.StandardCharsets.UTF_8;

/** Writes the primitives of a state. Times are cut to microseconds and texts are UTF-8, as in stored events. */
final class StateOut {

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(1_024);
  private final Map<String, Integer> words = new HashMap<>();

  byte[] toBytes() {
    return bytes.toByteArray();
  }

  void flag(boolean value) {
    choice(value ? 1 : 0);
  }

  /** A small number: 0 to 127. */
  void choice(int value) {
    bytes.write(value);
  }

  /** Zigzag, then seven bits a byte, lowest first. */
  void whole(long value) {
    long rest = (value << 1) ^ (value >> 63);
    while ((rest & ~0x7FL) != 0) {
      bytes.write((int) (rest & 0x7F | 0x80));
      rest >>>= 7;
    }
    bytes.write((int) rest);
  }

  void text(String value) {
    raw(value.getBytes(UTF_8));
  }

  /** A text that comes again and again: the second time it takes a number. */
  void word(String value) {
    Integer number = words.putIfAbsent(value, words.size());
    if (number == null) {
      whole(-1);
      text(value);
    } else {
      whole(number);
    }
  }

  void id(UUID value) {
    bytes.writeBytes(
        ByteBuffer.allocate(16)
            .putLong(value.getMostSignificantBits())
            .putLong(value.getLeastSignificantBits())
            .array());
  }

  void time(Instant value) {
    whole(Math.addExact(Math.multiplyExact(value.getEpochSecond(), 1_000_000L), value.getNano() / 1_000));
  }

  void decimal(BigDecimal value) {
    raw(value.unscaledValue().toByteArray());
    whole(value.scale());
  }

  <T> void optional(@Nullable T value, Consumer<T> write) {
    flag(value != null);
    if (value != null) {
      write.accept(value);
    }
  }

  <T> void all(Collection<T> values, Consumer<T> write) {
    whole(values.size());
    values.forEach(write);
  }

  <V> void map(Map<String, V> entries, Consumer<V> write) {
    whole(entries.size());
    entries.forEach(
        (key, value) -> {
          text(key);
          write.accept(value);
        });
  }

  private void raw(byte[] value) {
    whole(value.length);
    bytes.writeBytes(value);
  }
}
