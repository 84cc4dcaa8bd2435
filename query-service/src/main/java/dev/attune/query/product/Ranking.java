package dev.attune.query.product;

import java.util.Arrays;
import java.util.List;
import java.util.function.ObjLongConsumer;
import java.util.stream.LongStream;
import org.bson.Document;
import org.jspecify.annotations.Nullable;

/**
 * Counts of at most so many products. Once it is full, a newcomer takes the place of the least one (of equals, the last by
 * id), whose count is lost. Immutable. Kept in arrays: there are thousands of rankings with thousands of products, and one
 * product more is a new count beside the same ids.
 */
final class Ranking {

  static final Ranking NONE = new Ranking(new String[0], new long[0], 0);

  private final String[] ids;
  private final long[] counts;
  private final long dropped;

  /**
   * @param ids sorted; never changed
   * @param counts of the ids, in their order; never changed
   */
  private Ranking(String[] ids, long[] counts, long dropped) {
    this.ids = ids;
    this.counts = counts;
    this.dropped = dropped;
  }

  /** Bytes that it occupies in memory, roughly. */
  int weight() {
    return 256 + 72 * ids.length;
  }

  /** Greatest count that was lost: what is missing of any product was not more, at the moment it was lost. */
  long dropped() {
    return dropped;
  }

  /** Each product with its count, by id. */
  void forEach(ObjLongConsumer<String> each) {
    for (int i = 0; i < ids.length; i++) {
      each.accept(ids[i], counts[i]);
    }
  }

  /**
   * The ranking after a change.
   *
   * @param change negative for what is taken back
   * @param most products that are kept
   */
  Ranking plus(String product, long change, int most) {
    int at = Arrays.binarySearch(ids, product);
    if (at >= 0) {
      return with(at, counts[at] + change);
    }
    if (change <= 0) {
      return this;
    }
    if (ids.length < most) {
      return inserted(-at - 1, product, change);
    }
    int least = least();
    Ranking fewer = new Ranking(without(ids, least), without(counts, least), Math.max(dropped, counts[least]));
    return fewer.plus(product, change, most);
  }

  private Ranking with(int at, long count) {
    if (count <= 0) {
      return new Ranking(without(ids, at), without(counts, at), dropped);
    }
    long[] next = counts.clone();
    next[at] = count;
    return new Ranking(ids, next, dropped);
  }

  private Ranking inserted(int at, String product, long count) {
    String[] nextIds = Arrays.copyOf(ids, ids.length + 1);
    System.arraycopy(ids, at, nextIds, at + 1, ids.length - at);
    nextIds[at] = product;
    long[] nextCounts = Arrays.copyOf(counts, counts.length + 1);
    System.arraycopy(counts, at, nextCounts, at + 1, counts.length - at);
    nextCounts[at] = count;
    return new Ranking(nextIds, nextCounts, dropped);
  }

  private static String[] without(String[] all, int at) {
    String[] others = Arrays.copyOf(all, all.length - 1);
    System.arraycopy(all, at + 1, others, at, others.length - at);
    return others;
  }

  private static long[] without(long[] all, int at) {
    long[] others = Arrays.copyOf(all, all.length - 1);
    System.arraycopy(all, at + 1, others, at, others.length - at);
    return others;
  }

  private int least() {
    int least = 0;
    for (int i = 1; i < counts.length; i++) {
      if (counts[i] <= counts[least]) {
        least = i;
      }
    }
    return least;
  }

  /** Sorted, so that equal states make equal documents. */
  Document document() {
    return new Document("ids", List.of(ids))
        .append("counts", LongStream.of(counts).boxed().toList())
        .append("dropped", dropped);
  }

  static Ranking of(Document document) {
    List<String> ids = document.getList("ids", String.class);
    List<Long> counts = document.getList("counts", Long.class);
    return new Ranking(
        ids.toArray(String[]::new), counts.stream().mapToLong(Long::longValue).toArray(), document.getLong("dropped"));
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Ranking that
        && dropped == that.dropped
        && Arrays.equals(ids, that.ids)
        && Arrays.equals(counts, that.counts);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(ids) + Arrays.hashCode(counts);
  }

  @Override
  public String toString() {
    return document().toString();
  }
}
