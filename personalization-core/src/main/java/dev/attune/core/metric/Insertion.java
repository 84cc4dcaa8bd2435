package dev.attune.core.metric;

import java.util.Arrays;

/** Copies of arrays with one element more. */
final class Insertion {

  private Insertion() {}

  static long[] into(long[] array, int at, long value) {
    long[] next = Arrays.copyOf(array, array.length + 1);
    System.arraycopy(array, at, next, at + 1, array.length - at);
    next[at] = value;
    return next;
  }

  static byte[] into(byte[] array, int at, byte value) {
    byte[] next = Arrays.copyOf(array, array.length + 1);
    System.arraycopy(array, at, next, at + 1, array.length - at);
    next[at] = value;
    return next;
  }

  static <T> T[] into(T[] array, int at, T value) {
    T[] next = Arrays.copyOf(array, array.length + 1);
    System.arraycopy(array, at, next, at + 1, array.length - at);
    next[at] = value;
    return next;
  }

  /** The array with another value in one place. */
  static long[] replaced(long[] array, int at, long value) {
    long[] next = array.clone();
    next[at] = value;
    return next;
  }
}
