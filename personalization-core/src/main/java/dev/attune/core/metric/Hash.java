package dev.attune.core.metric;

import java.util.UUID;

/** Well mixed 64 bits, the same everywhere and for ever: FNV-1a with the finish of SplitMix64. */
final class Hash {

  /** More leading luck than this is not told apart. */
  static final int MOST_LUCK = 40;

  private Hash() {}

  static long of(String text) {
    long hash = 0xcbf29ce484222325L;
    for (int i = 0; i < text.length(); i++) {
      hash = (hash ^ text.charAt(i)) * 0x100000001b3L;
    }
    return mixed(hash);
  }

  static long of(UUID source, String messageId) {
    return mixed(of(messageId) ^ mixed(source.getMostSignificantBits() ^ mixed(source.getLeastSignificantBits())));
  }

  /** The number of zero bits at the end: at least n with probability 2^-n. */
  static byte luck(long hash) {
    return (byte) Math.min(MOST_LUCK, Long.numberOfTrailingZeros(hash));
  }

  static long mixed(long value) {
    long z = value + 0x9e3779b97f4a7c15L;
    z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
    z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
    return z ^ (z >>> 31);
  }
}
