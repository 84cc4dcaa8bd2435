package dev.attune.core.funnel;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * How long something took, of many: exact sum and mean, and any quantile to within 6.25 % (buckets of an eighth of a
 * power of two, as in HdrHistogram). Additions can be taken back. Immutable.
 *
 * @param count how many
 * @param millis sum of all
 * @param buckets how many there are in each bucket that has any
 */
public record Spans(long count, long millis, Map<Integer, Long> buckets) {

  /** Greatest relative error of a quantile. */
  public static final double ERROR = 0.0625;

  /** None. */
  public static final Spans NONE = new Spans(0, 0, Map.of());

  private static final int SUB_BITS = 3;

  /** The spans with one more, or taken back. */
  Spans plus(long span, int times) {
    Map<Integer, Long> next = new TreeMap<>(buckets);
    next.merge(bucket(span), (long) times, (a, b) -> a + b == 0 ? null : a + b);
    return new Spans(count + times, millis + times * span, Collections.unmodifiableMap(next));
  }

  /** These and others. */
  public Spans plus(Spans other) {
    Map<Integer, Long> next = new TreeMap<>(buckets);
    other.buckets.forEach((bucket, many) -> next.merge(bucket, many, (a, b) -> a + b == 0 ? null : a + b));
    return new Spans(count + other.count, millis + other.millis, Collections.unmodifiableMap(next));
  }

  /** The span in milliseconds that the given part of all (0 to 1) is not above; null if there are none. */
  public @Nullable Long quantile(double part) {
    long rank = Math.max(1, (long) Math.ceil(part * count));
    long seen = 0;
    for (Map.Entry<Integer, Long> bucket : new TreeMap<>(buckets).entrySet()) {
      seen += bucket.getValue();
      if (seen >= rank) {
        return middle(bucket.getKey());
      }
    }
    return null;
  }

  private static int bucket(long span) {
    long value = Math.max(0, span);
    if (value < 1 << SUB_BITS) {
      return (int) value;
    }
    int power = 63 - Long.numberOfLeadingZeros(value);
    int sub = (int) (value >> (power - SUB_BITS)) & ((1 << SUB_BITS) - 1);
    return ((power - SUB_BITS + 1) << SUB_BITS) + sub;
  }

  private static long middle(int bucket) {
    if (bucket < 1 << SUB_BITS) {
      return bucket;
    }
    int shift = (bucket >> SUB_BITS) - 1;
    long least = (long) ((bucket & ((1 << SUB_BITS) - 1)) + (1 << SUB_BITS)) << shift;
    return least + (1L << shift) / 2;
  }
}
