package dev.attune.core.state;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

import static java.nio.charset.StandardCharsets.UTF_8;

/** Writes the primitives of a state. Times are cut to microseconds and texts are UTF-8, as in stored events. */
public final class StateOut {

  private final Map<Object, Integer> words = new HashMap<>();
  private byte[] bytes = new byte[512];
  private int length;

  /** All that was written. */
  public byte[] toBytes() {
    return Arrays.copyOf(bytes, length);
  }

  public void flag(boolean value) {
    choice(value ? 1 : 0);
  }

  /** A small number: 0 to 127. */
  public void choice(int value) {
    room(1);
    bytes[length++] = (byte) value;
  }

  /** Zigzag, then seven bits a byte, lowest first. */
  public void whole(long value) {
    room(10);
    long rest = (value << 1) ^ (value >> 63);
    while ((rest & ~0x7FL) != 0) {
      bytes[length++] = (byte) (rest & 0x7F | 0x80);
      rest >>>= 7;
    }
    bytes[length++] = (byte) rest;
  }

  public void text(String value) {
    raw(value.getBytes(UTF_8));
  }

  /** A text that comes again and again: the second time it takes a number. */
  public void word(String value) {
    if (isNew(value)) {
      text(value);
    }
  }

  /** An id that comes again and again: the second time it takes a number. */
  public void known(UUID value) {
    if (isNew(value)) {
      id(value);
    }
  }

  public void id(UUID value) {
    eight(value.getMostSignificantBits());
    eight(value.getLeastSignificantBits());
  }

  /** All bits of it. */
  public void real(double value) {
    eight(Double.doubleToRawLongBits(value));
  }

  public void time(Instant value) {
    whole(Math.addExact(Math.multiplyExact(value.getEpochSecond(), 1_000_000L), value.getNano() / 1_000));
  }

  public void decimal(BigDecimal value) {
    raw(value.unscaledValue().toByteArray());
    whole(value.scale());
  }

  public <T> void optional(@Nullable T value, Consumer<T> write) {
    flag(value != null);
    if (value != null) {
      write.accept(value);
    }
  }

  public <T> void all(Collection<T> values, Consumer<T> write) {
    whole(values.size());
    values.forEach(write);
  }

  public <V> void map(Map<String, V> entries, Consumer<V> write) {
    whole(entries.size());
    entries.forEach(
        (key, value) -> {
          text(key);
          write.accept(value);
        });
  }

  private boolean isNew(Object value) {
    Integer number = words.putIfAbsent(value, words.size());
    whole(number == null ? -1 : number);
    return number == null;
  }

  private void raw(byte[] value) {
    whole(value.length);
    room(value.length);
    System.arraycopy(value, 0, bytes, length, value.length);
    length += value.length;
  }

  private void eight(long value) {
    room(8);
    for (int shift = 56; shift >= 0; shift -= 8) {
      bytes[length++] = (byte) (value >>> shift);
    }
  }

  private void room(int more) {
    if (bytes.length - length < more) {
      bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, length + more));
    }
  }
}
