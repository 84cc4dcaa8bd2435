package dev.attune.contracts.wire.avro;

import dev.attune.contracts.wire.EventCodec;
import dev.attune.contracts.wire.MalformedBytesException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.time.Instant;
import java.util.Arrays;
import java.util.UUID;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * Reads the primitives of Avro's binary encoding. Trusts no length: nothing is allocated for more than the bytes that
 * are left could hold, so damaged bytes cost an exception and not the memory.
 */
final class BinaryIn {

  private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  private final byte[] bytes;
  private int at;
  private int depth;

  BinaryIn(byte[] bytes) {
    this(bytes, 0);
  }

  BinaryIn(byte[] bytes, int from) {
    this.bytes = bytes;
    this.at = from;
  }

  int at() {
    return at;
  }

  byte[] copy(int from, int to) {
    return Arrays.copyOfRange(bytes, from, to);
  }

  /** Nothing may be left. */
  void end() {
    if (at != bytes.length) {
      throw new MalformedBytesException("%d bytes are left over at byte %d".formatted(bytes.length - at, at));
    }
  }

  boolean flag() {
    byte flag = bytes[claim(1)];
    if (flag != 0 && flag != 1) {
      throw new MalformedBytesException("%d at byte %d is neither true nor false".formatted(flag, at - 1));
    }
    return flag == 1;
  }

  long whole() {
    if (at < bytes.length && bytes[at] >= 0) { // most numbers are lengths and branches: one byte
      byte zigzag = bytes[at++];
      return (zigzag >>> 1) ^ -(zigzag & 1);
    }
    return longer();
  }

  private long longer() {
    long zigzag = 0;
    int from = at;
    for (int shift = 0; shift < Long.SIZE; shift += 7) {
      if (at == bytes.length) {
        throw new MalformedBytesException("the bytes end within the number at byte %d".formatted(from));
      }
      byte next = bytes[at++];
      zigzag |= (next & 0x7FL) << shift;
      if (next >= 0) {
        return (zigzag >>> 1) ^ -(zigzag & 1);
      }
    }
    throw new MalformedBytesException("the number at byte %d is longer than 64 bits".formatted(from));
  }

  int wholeInt() {
    int from = at;
    long value = whole();
    if ((int) value != value) {
      throw new MalformedBytesException("%d at byte %d does not fit in 32 bits".formatted(value, from));
    }
    return (int) value;
  }

  /** Branch of a union or symbol of an enum: 0 to {@code choices - 1}. */
  int choice(int choices) {
    int from = at;
    long choice = whole();
    if (choice < 0 || choice >= choices) {
      throw new MalformedBytesException("%d at byte %d is none of %d choices".formatted(choice, from, choices));
    }
    return (int) choice;
  }

  byte[] bytes() {
    int length = length();
    int from = claim(length);
    return Arrays.copyOfRange(bytes, from, from + length);
  }

  String text() {
    int length = length();
    return new String(bytes, claim(length), length, UTF_8);
  }

  /** A text that is the same in many events: the name of a property. */
  String key() {
    int length = length();
    return Keys.text(bytes, claim(length), length);
  }

  void skip(long length) {
    claim(length);
  }

  int length() {
    int from = at;
    long length = whole();
    if (length < 0 || length > bytes.length - at) {
      throw new MalformedBytesException(
          "a length of %d at byte %d, but %d bytes are left".formatted(length, from, bytes.length - at));
    }
    return (int) length;
  }

  /**
   * How many entries the next block of an array or map has; 0: no more. No schema of ours has entries of no bytes, so
   * there cannot be more entries than bytes.
   */
  int block() {
    int from = at;
    long count = whole();
    if (count < 0) {
      count = -count;
      length();
    }
    if (count < 0 || count > bytes.length - at) {
      throw new MalformedBytesException(
          "%d entries at byte %d, but %d bytes are left".formatted(count, from, bytes.length - at));
    }
    return (int) count;
  }

  UUID uuid() {
    int from = claim(16);
    return new UUID((long) LONG.get(bytes, from), (long) LONG.get(bytes, from + 8));
  }

  Instant time() {
    long micros = whole();
    return Instant.ofEpochSecond(Math.floorDiv(micros, 1_000_000L), Math.floorMod(micros, 1_000_000L) * 1_000);
  }

  /** Begins an object or array inside of a value. */
  void descend() {
    if (++depth > EventCodec.MAX_DEPTH) {
      throw new MalformedBytesException(
          "objects and arrays are nested deeper than %d levels at byte %d".formatted(EventCodec.MAX_DEPTH, at));
    }
  }

  void ascend() {
    depth--;
  }

  private int claim(long length) {
    if (length > bytes.length - at) {
      throw new MalformedBytesException(
          "%d bytes are wanted at byte %d, but %d are left".formatted(length, at, bytes.length - at));
    }
    int from = at;
    at += (int) length;
    return from;
  }
}
