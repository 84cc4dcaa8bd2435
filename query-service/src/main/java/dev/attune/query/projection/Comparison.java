package dev.attune.query.projection;

import dev.attune.query.view.ViewStore;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CancellationException;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.bson.Document;
import org.bson.RawBsonDocument;
import org.bson.codecs.DocumentCodec;
import org.jspecify.annotations.Nullable;

/**
 * Compares the documents of two generations that are both folded on while it looks. Two documents of an id are compared
 * if they stand at the same position; where they do not, a later look tells.
 */
final class Comparison {

  private static final DocumentCodec CODEC = new DocumentCodec();
  private static final int ALL = -1;
  private static final int AT_ONCE = 500;

  private final ViewStore store;
  private final Generation old;
  private final Generation next;
  private final int sample;
  private final Map<String, Set<String>> waiting = new HashMap<>();
  private final Map<String, Long> counts = new HashMap<>();
  private final Map<String, String> apart = new HashMap<>();
  private final SortedMap<String, String> unequal = new TreeMap<>();
  private final SortedMap<String, Integer> fields = new TreeMap<>();
  private final Map<String, String> examples = new HashMap<>();
  private long compared;
  private long differing;

  private Comparison(ViewStore store, Generation old, Generation next, int sample) {
    this.store = store;
    this.old = old;
    this.next = next;
    this.sample = sample;
  }

  /**
   * Of some documents.
   *
   * @param sample documents of each view that are taken by chance, and again as many of the newest
   */
  static Comparison ofSample(ViewStore store, Generation old, Generation next, int sample) {
    return new Comparison(store, old, next, sample);
  }

  /** Of all documents. */
  static Comparison ofAll(ViewStore store, Generation old, Generation next) {
    return new Comparison(store, old, next, ALL);
  }

  /** The hash of a document: SHA-256 of its BSON. */
  static String hash(Document document) {
    try {
      byte[] bytes = new RawBsonDocument(document, CODEC).getByteBuffer().array();
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java has SHA-256", e);
    }
  }

  /**
   * Looks at a view; the first time at all that is to be compared, then at what was not settled.
   *
   * @param slack events that one generation may have and the other not yet
   */
  void look(String view, LongSupplier slack) {
    count(view, slack);
    Set<String> ids = waiting.get(view);
    if (ids == null) {
      waiting.put(view, sample == ALL ? walked(view, slack) : open(view, sampled(view), slack));
    } else {
      waiting.put(view, open(view, ids, slack));
    }
  }

  private void count(String view, LongSupplier slack) {
    long first = store.count(old.collection(view));
    long here = store.count(next.collection(view));
    long second = store.count(old.collection(view));
    counts.putIfAbsent(view, here);
    long off = here < first ? first - here : Math.max(0, here - second);
    if (off > slack.getAsLong()) {
      unequal.put(view, "%s: %d documents are live, %d are not".formatted(view, second, here));
    } else {
      unequal.remove(view);
    }
  }

  private Set<String> sampled(String view) {
    Set<String> ids = new TreeSet<>();
    for (Generation generation : List.of(old, next)) {
      String collection = generation.collection(view);
      ids.addAll(store.sample(collection, sample));
      ids.addAll(store.newest(collection, sample));
    }
    return ids;
  }

  /** Compares every document, and says which are to be looked at again. */
  private Set<String> walked(String view, LongSupplier slack) {
    Set<String> left = new TreeSet<>();
    portions(next.collection(view), some -> left.addAll(open(view, some, slack)));
    portions(
        old.collection(view),
        some -> {
          List<String> missing = new ArrayList<>(some);
          missing.removeAll(store.find(next.collection(view), some).keySet());
          left.addAll(open(view, missing, slack));
        });
    return left;
  }

  /** The ids of a collection, some at a time. */
  private void portions(String collection, Consumer<List<String>> each) {
    List<String> portion = new ArrayList<>(AT_ONCE);
    store.scan(
        collection,
        List.of(),
        null,
        document -> {
          portion.add(document.getString("_id"));
          if (portion.size() == AT_ONCE) {
            each.accept(portion);
            portion.clear();
          }
        });
    each.accept(portion);
  }

  /** Compares, and says which are to be looked at again. */
  private Set<String> open(String view, Collection<String> ids, LongSupplier slack) {
    if (ids.isEmpty()) {
      return Set.of();
    }
    if (Thread.currentThread().isInterrupted()) {
      throw new CancellationException("Interrupted");
    }
    Map<String, Document> before = store.find(old.collection(view), ids);
    Map<String, Document> after = store.find(next.collection(view), ids);
    boolean still = slack.getAsLong() == 0;
    Set<String> left = new TreeSet<>(ids);
    left.removeIf(id -> isSettled(view, id, before.get(id), after.get(id), still));
    return left;
  }

  private boolean isSettled(
      String view, String id, @Nullable Document before, @Nullable Document after, boolean still) {
    boolean together = before != null && after != null && Objects.equals(position(before), position(after));
    if (!together && !(still && isStillApart(view, id, before, after))) {
      return false;
    }
    compared++;
    if (before == null || after == null) {
      differs(view, before == null ? "(only in the new one)" : "(missing in the new one)", id);
    } else if (!hash(before).equals(hash(after))) {
      Set<String> names = new TreeSet<>(before.keySet());
      names.addAll(after.keySet());
      names.removeIf(name -> Objects.equals(before.get(name), after.get(name)));
      (names.isEmpty() ? Set.of("(order of fields)") : names).forEach(name -> differs(view, name, id));
    } else {
      return true;
    }
    differing++;
    return true;
  }

  /** True if the two stood at just these positions when they were looked at before: nothing comes any more. */
  private boolean isStillApart(String view, String id, @Nullable Document before, @Nullable Document after) {
    String positions = position(before) + "/" + position(after);
    return positions.equals(apart.put(view + "/" + id, positions));
  }

  private static @Nullable Object position(@Nullable Document document) {
    return document == null ? null : document.get(ViewStore.POSITION);
  }

  private void differs(String view, String field, String id) {
    fields.merge(view + "." + field, 1, Integer::sum);
    examples.putIfAbsent(view + "." + field, id);
  }

  /** True if everything that was to be compared has been, and the sizes agree. */
  boolean isSettled() {
    return !counts.isEmpty() && unequal.isEmpty() && isWalked();
  }

  /** True if everything that was to be compared has been. */
  boolean isWalked() {
    return waiting.values().stream().allMatch(Set::isEmpty);
  }

  /** Documents that the younger generation had when it was looked at first. */
  long counted() {
    return counts.values().stream().mapToLong(Long::longValue).sum();
  }

  long compared() {
    return compared;
  }

  long differing() {
    return differing;
  }

  /** What differs, and what could not be told. Names documents and fields, never values. */
  List<String> findings() {
    List<String> findings = new ArrayList<>(unequal.values());
    fields.forEach(
        (field, count) ->
            findings.add("%s differs in %d documents, such as %s".formatted(field, count, examples.get(field))));
    long open = waiting.values().stream().mapToLong(Set::size).sum();
    if (open > 0) {
      findings.add("%d documents changed too fast to be compared".formatted(open));
    }
    return findings;
  }
}
