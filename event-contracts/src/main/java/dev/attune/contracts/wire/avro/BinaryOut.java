package dev.attune.contracts.wire.avro;

import dev.attune.contracts.wire.EventCodec;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.time.Instant;
import java.util.Arrays;
import java.util.UUID;

import static java.nio.charset.StandardCharsets.UTF_8;

/** Writes the primitives of Avro's binary encoding (Avro 1.12 specification, "Binary Encoding") into an array. */
final class BinaryOut {

  private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
  private static final int LONGEST_VARINT = 10;

  private byte[] bytes = new byte[512];
  private int size;
  private int depth;

  int size() {
    return size;
  }

  byte[] copy(int from, int to) {
    return Arrays.copyOfRange(bytes, from, to);
  }

  void raw(byte value) {
    reserve(1);
    bytes[size++] = value;
  }

  void flag(boolean value) {
    raw((byte) (value ? 1 : 0));
  }

  /** Zigzag, then seven bits a byte, lowest first. */
  void whole(long value) {
    reserve(LONGEST_VARINT);
    long rest = (value << 1) ^ (value >> 63);
    int at = size;
    while ((rest & ~0x7FL) != 0) {
      bytes[at++] = (byte) (rest | 0x80);
      rest >>>= 7;
    }
    bytes[at++] = (byte) rest;
    size = at;
  }

  void bytes(byte[] value) {
    whole(value.length);
    reserve(value.length);
    System.arraycopy(value, 0, bytes, size, value.length);
    size += value.length;
  }

  void text(String value) {
    bytes(value.getBytes(UTF_8));
  }

  void uuid(UUID value) {
    reserve(16);
    LONG.set(bytes, size, value.getMostSignificantBits());
    LONG.set(bytes, size + 8, value.getLeastSignificantBits());
    size += 16;
  }

  /** Microseconds since 1970, cut down. */
  void time(Instant value) {
    whole(Math.addExact(Math.multiplyExact(value.getEpochSecond(), 1_000_000L), value.getNano() / 1_000));
  }

  /** Begins an object or array inside of a value. */
  void descend() {
    if (++depth > EventCodec.MAX_DEPTH) {
      throw new IllegalArgumentException(
          "objects and arrays are nested deeper than %d levels".formatted(EventCodec.MAX_DEPTH));
    }
  }

  void ascend() {
    depth--;
  }

  private void reserve(int more) {
    if (bytes.length - size < more) {
      bytes = Arrays.copyOf(bytes, Math.max(Math.addExact(size, more), 2 * bytes.length));
    }
  }
}
