package dev.attune.contracts.wire.avro;

import java.util.Arrays;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * The names of properties that were read lately, so that the same bytes need not become a new text each time. A bounded
 * table without locks: threads may overwrite each other's entries, which costs a text and nothing else. Thread-safe.
 */
final class Keys {

  private static final int PLACES = 1 << 10;
  private static final int LONGEST = 40;
  private static final Key[] KEYS = new Key[PLACES];

  private Keys() {}

  private record Key(byte[] bytes, String text) {}

  static String text(byte[] bytes, int from, int length) {
    if (length > LONGEST) {
      return new String(bytes, from, length, UTF_8);
    }
    int hash = length;
    for (int i = from; i < from + length; i++) {
      hash = 31 * hash + bytes[i];
    }
    int place = (hash ^ (hash >>> 10) ^ (hash >>> 20)) & (PLACES - 1);
    Key known = KEYS[place];
    if (known != null && Arrays.equals(known.bytes, 0, known.bytes.length, bytes, from, from + length)) {
      return known.text;
    }
    Key fresh = new Key(Arrays.copyOfRange(bytes, from, from + length), new String(bytes, from, length, UTF_8));
    KEYS[place] = fresh;
    return fresh.text;
  }
}
