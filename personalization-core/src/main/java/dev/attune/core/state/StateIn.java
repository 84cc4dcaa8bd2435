package dev.attune.core.state;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * Reads what {@link StateOut} wrote. Trusts no length: damaged bytes cost an exception and not the memory. Every entry of
 * a list or map takes a byte at least, so there cannot be more of them than bytes are left.
 */
public final class StateIn {

  private final ByteBuffer bytes;
  private final List<Object> words = new ArrayList<>();

  public StateIn(byte[] bytes) {
    this.bytes = ByteBuffer.wrap(bytes);
  }

  /** Nothing may be left. */
  public void end() {
    if (bytes.hasRemaining()) {
      throw new IllegalArgumentException("%d bytes are left over".formatted(bytes.remaining()));
    }
  }

  public boolean flag() {
    return choice(2) == 1;
  }

  /** A number below the given one. */
  public int choice(int choices) {
    byte choice = bytes.get();
    if (choice < 0 || choice >= choices) {
      throw new IllegalArgumentException("%d is none of %d choices".formatted(choice, choices));
    }
    return choice;
  }

  public long whole() {
    long zigzag = 0;
    for (int shift = 0; shift < Long.SIZE; shift += 7) {
      byte next = bytes.get();
      zigzag |= (next & 0x7FL) << shift;
      if (next >= 0) {
        return (zigzag >>> 1) ^ -(zigzag & 1);
      }
    }
    throw new IllegalArgumentException("a number is longer than 64 bits");
  }

  public String text() {
    return new String(raw(), UTF_8);
  }

  public String word() {
    return again(String.class, this::text);
  }

  public UUID known() {
    return again(UUID.class, this::id);
  }

  public UUID id() {
    return new UUID(bytes.getLong(), bytes.getLong());
  }

  public double real() {
    return Double.longBitsToDouble(bytes.getLong());
  }

  public Instant time() {
    long micros = whole();
    return Instant.ofEpochSecond(Math.floorDiv(micros, 1_000_000L), Math.floorMod(micros, 1_000_000L) * 1_000);
  }

  public BigDecimal decimal() {
    return new BigDecimal(new BigInteger(raw()), Math.toIntExact(whole()));
  }

  public <T> @Nullable T optional(Supplier<T> read) {
    return flag() ? read.get() : null;
  }

  public <T> List<T> list(Supplier<T> read) {
    int count = count();
    List<T> values = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      values.add(read.get());
    }
    return List.copyOf(values);
  }

  /** Fills a map in the order of the bytes. */
  public <V> Map<String, V> map(Map<String, V> entries, Supplier<V> read) {
    int count = count();
    for (int i = 0; i < count; i++) {
      String key = text();
      entries.put(key, read.get());
    }
    return entries;
  }

  private <T> T again(Class<T> type, Supplier<T> read) {
    long number = whole();
    if (number != -1) {
      return type.cast(words.get(Math.toIntExact(number)));
    }
    T first = read.get();
    words.add(first);
    return first;
  }

  private byte[] raw() {
    byte[] raw = new byte[count()];
    bytes.get(raw);
    return raw;
  }

  private int count() {
    long count = whole();
    if (count < 0 || count > bytes.remaining()) {
      throw new BufferUnderflowException();
    }
    return (int) count;
  }
}
