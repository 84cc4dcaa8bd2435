package dev.attune.contracts.wire.avro;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * The names of properties that were read lately, so that the same bytes need not become a new text each time. A bounded
 * table without locks: threads may overwrite each other's entries, which costs a text and nothing else. Thread-safe.
 */
final class Keys {

  private static final int BITS = 10;
  private static final int LONGEST = 40;
  private static final long SPREAD = 0x9E37_79B9_7F4A_7C15L; // 2^64 divided by the golden ratio
  private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final Key[] KEYS = new Key[1 << BITS];

  private Keys() {}

  private record Key(byte[] bytes, String text) {}

  static String text(byte[] bytes, int from, int length) {
    if (length > LONGEST) {
      return new String(bytes, from, length, UTF_8);
    }
    int place = place(bytes, from, length);
    Key known = KEYS[place];
    if (known != null && Arrays.equals(known.bytes, 0, known.bytes.length, bytes, from, from + length)) {
      return known.text;
    }
    Key fresh = new Key(Arrays.copyOfRange(bytes, from, from + length), new String(bytes, from, length, UTF_8));
    KEYS[place] = fresh;
    return fresh.text;
  }

  /** By the length and the first and last eight bytes: the longer ones differ there as a rule, and it need not be right. */
  private static int place(byte[] bytes, int from, int length) {
    long mixed = length;
    if (length >= Long.BYTES) {
      mixed += (long) LONG.get(bytes, from) + 31 * (long) LONG.get(bytes, from + length - Long.BYTES);
    } else {
      for (int i = from; i < from + length; i++) {
        mixed = mixed << Byte.SIZE | bytes[i];
      }
    }
    return (int) (mixed * SPREAD >>> (Long.SIZE - BITS));
  }
}
