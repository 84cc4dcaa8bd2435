package dev.attune.query.projection;

import dev.attune.query.view.ViewStore;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
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

  private final ViewStore store;
  private final Generation old;
  private final Generation next;
  private final int sample;
  private final Map<String, Set<String>> waiting = new HashMap<>();
  private final Map<String, Long> counts = new HashMap<>();
  private final SortedMap<String, String> unequal = new TreeMap<>();
  private final SortedMap<String, Integer> fields = new TreeMap<>();
  private final Map<String, String> examples = new HashMap<>();
  private long compared;
  private long differing;

  /**
   * @param sample documents of each view that are taken by chance, and again as many of the newest
   */
  Comparison(ViewStore store, Generation old, Generation next, int sample) {
    this.store = store;
    this.old = old;
    this.next = next;
    this.sample = sample;
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
   * Looks at a view; the first time at a sample, then at what was not settled.
   *
   * @param slack events that one generation may have and the other not yet
   */
  void look(String view, LongSupplier slack) {
    count(view, slack);
    Set<String> ids = waiting.computeIfAbsent(view, this::sampled);
    Map<String, Document> before = store.find(old.collection(view), ids);
    Map<String, Document> after = store.find(next.collection(view), ids);
    boolean still = slack.getAsLong() == 0;
    ids.removeIf(id -> isSettled(view, id, before.get(id), after.get(id), still));
  }

  private void count(String view, LongSupplier slack) {
    long first = store.count(old.collection(view));
    long here = store.count(next.collection(view));
    long second = store.count(old.collection(view));
    counts.put(view, here);
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
      store.sample(collection, sample).forEach(document -> ids.add(document.getString("_id")));
      ids.addAll(store.newest(collection, sample));
    }
    return ids;
  }

  private boolean isSettled(
      String view, String id, @Nullable Document before, @Nullable Document after, boolean still) {
    boolean together =
        before != null
            && after != null
            && Objects.equals(before.get(ViewStore.POSITION), after.get(ViewStore.POSITION));
    if (!together && !still) {
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

  private void differs(String view, String field, String id) {
    fields.merge(view + "." + field, 1, Integer::sum);
    examples.putIfAbsent(view + "." + field, id);
  }

  /** True if everything that was to be compared has been, and the sizes agree. */
  boolean isSettled() {
    return !counts.isEmpty() && unequal.isEmpty() && waiting.values().stream().allMatch(Set::isEmpty);
  }

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
