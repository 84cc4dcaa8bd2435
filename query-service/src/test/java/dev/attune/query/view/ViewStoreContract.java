package dev.attune.query.view;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.bson.Document;
import org.bson.types.Binary;
import org.bson.types.Decimal128;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** What any view store must do. */
abstract class ViewStoreContract {

  private final String collection = "contract_" + UUID.randomUUID().toString().substring(0, 8);

  abstract ViewStore store();

  private ViewStore prepared() {
    store().prepare(collection);
    return store();
  }

  private static Document document(String id, long position, String text) {
    return new Document("_id", id).append("position", position).append("text", text);
  }

  @Test
  void a_new_document_is_inserted_and_read_back() {
    ViewStore store = prepared();
    Document document =
        document("a", 7, "grüß\u0000dich")
            .append("decimal", new Decimal128(new BigDecimal("1.50")))
            .append("whole", 9_007_199_254_740_993L)
            .append("nothing", null)
            .append("bytes", new Binary(new byte[] {0, 1, -1}))
            .append("list", List.of(new Document("name", "a.b$c").append("value", 1L)));

    assertThat(store.write(collection, List.of(new Guarded(0, document)))).isEmpty();

    assertThat(store.find(collection, "a")).isEqualTo(document);
    assertThat(store.find(collection, "b")).isNull();
  }

  @Test
  void every_document_is_looked_at_with_the_fields_asked_for() {
    ViewStore store = prepared();
    store.write(collection, List.of(new Guarded(0, document("a", 1, "one")), new Guarded(0, document("b", 2, "two"))));
    List<Document> seen = new ArrayList<>();

    store.scan(collection, List.of("text"), seen::add);

    assertThat(seen)
        .containsExactlyInAnyOrder(
            new Document("_id", "a").append("text", "one"), new Document("_id", "b").append("text", "two"));
  }

  @Test
  void a_document_at_the_expected_position_is_replaced() {
    ViewStore store = prepared();
    store.write(collection, List.of(new Guarded(0, document("a", 1, "one"))));

    assertThat(store.write(collection, List.of(new Guarded(1, document("a", 2, "two"))))).isEmpty();

    assertThat(store.find(collection, "a")).isEqualTo(document("a", 2, "two"));
  }

  @Test
  void a_document_at_another_position_is_left_alone_and_named_while_the_others_are_written() {
    ViewStore store = prepared();
    store.write(
        collection,
        List.of(new Guarded(0, document("a", 5, "ahead")), new Guarded(0, document("b", 1, "one"))));

    Set<String> refused =
        store.write(
            collection,
            List.of(
                new Guarded(0, document("a", 1, "late insert")),
                new Guarded(1, document("b", 2, "two")),
                new Guarded(0, document("c", 3, "new")),
                new Guarded(4, document("d", 9, "was never there"))));

    assertThat(refused).containsExactlyInAnyOrder("a", "d");
    assertThat(store.find(collection, List.of("a", "b", "c", "d")))
        .containsOnlyKeys("a", "b", "c")
        .containsEntry("a", document("a", 5, "ahead"))
        .containsEntry("b", document("b", 2, "two"))
        .containsEntry("c", document("c", 3, "new"));
  }

  @Test
  void a_replacement_of_an_old_position_is_refused() {
    ViewStore store = prepared();
    store.write(collection, List.of(new Guarded(0, document("a", 5, "ahead"))));

    assertThat(store.write(collection, List.of(new Guarded(3, document("a", 4, "behind"))))).containsExactly("a");

    assertThat(store.find(collection, "a")).isEqualTo(document("a", 5, "ahead"));
  }

  @Test
  void what_another_writer_wrote_at_the_same_position_is_not_taken_for_ones_own() {
    ViewStore store = prepared();
    store.write(collection, List.of(new Guarded(0, document("a", 1, "one")), new Guarded(0, document("b", 1, "one"))));
    store.write(collection, List.of(new Guarded(1, document("a", 2, "theirs")), new Guarded(1, document("b", 2, "same"))));

    Set<String> refused =
        store.write(
            collection, List.of(new Guarded(1, document("a", 2, "mine")), new Guarded(1, document("b", 2, "same"))));

    assertThat(refused).containsExactly("a");
    assertThat(store.find(collection, "a")).isEqualTo(document("a", 2, "theirs"));
  }

  @Test
  void documents_are_removed_counted_sampled_and_the_newest_are_found() {
    ViewStore store = prepared();
    store.write(
        collection, IntStream.rangeClosed(1, 100).mapToObj(n -> new Guarded(0, document("k" + n, n, "text"))).toList());

    assertThat(store.count(collection)).isEqualTo(100);
    assertThat(store.count(collection + "_nowhere")).isZero();
    assertThat(store.sample(collection, 20)).hasSize(20).doesNotHaveDuplicates();
    assertThat(store.sample(collection, 500)).hasSize(100);
    assertThat(store.newest(collection, 3)).containsExactly("k100", "k99", "k98");

    store.remove(collection, List.of("k1", "k2", "nobody"));
    assertThat(store.count(collection)).isEqualTo(98);
    assertThat(store.collections()).contains(collection);
    store.drop(collection);
    assertThat(store.collections()).doesNotContain(collection);
    assertThat(store.find(collection, "k3")).isNull();
  }

  @Test
  void many_documents_are_read_at_once() {
    ViewStore store = prepared();
    store.write(
        collection,
        IntStream.range(0, 2_500).mapToObj(n -> new Guarded(0, document("k" + n, 1, "text"))).toList());

    assertThat(store.find(collection, IntStream.range(0, 3_000).mapToObj(n -> "k" + n).toList())).hasSize(2_500);
    assertThat(store.all(collection)).hasSize(2_500);
  }

  @Test
  void documents_whose_id_says_everything_are_put_again_and_again() {
    ViewStore store = store();
    Document chunk = new Document("_id", "a/0").append("events", new Binary(new byte[] {1, 2, 3}));

    store.put(collection, List.of(chunk));
    store.put(collection, List.of(chunk, new Document("_id", "a/1").append("events", new Binary(new byte[0]))));

    assertThat(store.find(collection, "a/0")).isEqualTo(chunk);
    assertThat(store.all(collection)).hasSize(2);
  }

  @Test
  void the_incarnation_stays_the_same_for_everybody() throws Exception {
    assertThat(together(8, () -> store().incarnation()).stream().distinct()).hasSize(1);
    assertThat(store().incarnation()).matches("[0-9a-f]{8}");
  }

  @Test
  void of_many_writers_at_the_same_position_one_wins() throws Exception {
    ViewStore store = prepared();
    for (int round = 0; round < 20; round++) {
      long before = round;
      List<Set<String>> refused =
          together(
              8,
              () ->
                  store.write(
                      collection,
                      List.of(new Guarded(before, document("a", before + 1, Thread.currentThread().getName())))));

      assertThat(store.find(collection, "a").getLong("position")).isEqualTo(before + 1);
      assertThat(refused).isNotEmpty();
    }
  }

  private static <T> List<T> together(int threads, Callable<T> work) throws Exception {
    CyclicBarrier line = new CyclicBarrier(threads);
    try (ExecutorService pool = Executors.newFixedThreadPool(threads)) {
      List<Future<T>> futures = new ArrayList<>();
      for (int i = 0; i < threads; i++) {
        futures.add(
            pool.submit(
                () -> {
                  line.await();
                  return work.call();
                }));
      }
      List<T> results = new ArrayList<>();
      for (Future<T> future : futures) {
        results.add(future.get());
      }
      return results;
    }
  }
}
