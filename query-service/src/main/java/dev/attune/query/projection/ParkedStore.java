package dev.attune.query.projection;

import dev.attune.query.view.Guarded;
import dev.attune.query.view.ViewStore;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.bson.Document;
import org.bson.types.Binary;

/** Where a generation keeps what is parked: a document per key, one per event, and the requests to try again. */
final class ParkedStore {

  /** What the names of its collections begin with: they are no views. */
  static final String COLLECTIONS = "parked";

  private final Generation generation;
  private final ViewStore store;

  ParkedStore(Generation generation, ViewStore store) {
    this.generation = generation;
    this.store = store;
  }

  void prepare() {
    store.prepare(keys());
  }

  List<Parked> all() {
    return store.all(keys()).stream().map(Parked::of).toList();
  }

  /** Ids of gathering documents of some keys: of all partitions, and of what was parked and folded later. */
  List<String> idsOf(Collection<String> keys) {
    List<String> ids = new ArrayList<>(generation.partitions() * keys.size());
    for (String key : keys) {
      for (int partition = 0; partition < generation.partitions(); partition++) {
        ids.add(partition + "/" + key);
      }
    }
    for (Parked parked : all()) {
      keys.forEach(key -> ids.add(parked.partition() + "/" + key + Folding.PARKED + parked.key()));
    }
    return ids;
  }

  /** Keeps events, and then what is known of their keys. */
  void write(Map<Long, byte[]> events, Collection<Parked> parked) {
    List<Document> documents = new ArrayList<>(events.size());
    events.forEach((position, encoded) -> documents.add(new Document("_id", id(position)).append("event", new Binary(encoded))));
    store.put(events(), documents);
    List<Guarded> writes = parked.stream().map(one -> new Guarded(one.change(), one.document())).toList();
    Set<String> refused = store.write(keys(), writes);
    if (!refused.isEmpty()) {
      throw new OvertakenException("What is parked of " + refused + " was changed by another writer");
    }
  }

  List<byte[]> events(Collection<Long> positions) {
    Map<String, Document> found = store.find(events(), positions.stream().map(ParkedStore::id).toList());
    List<byte[]> events = new ArrayList<>(positions.size());
    for (long position : positions) {
      Document document = found.get(id(position));
      if (document == null) {
        throw new HistoryHoleException("The parked event of position %d is missing".formatted(position));
      }
      events.add(document.get("event", Binary.class).getData());
    }
    return events;
  }

  /** Asks whoever folds the key to try it again. */
  void request(String key) {
    store.put(requests(), List.of(new Document("_id", key)));
  }

  /** The requests for some keys; they are taken away. */
  Set<String> takeRequests(Collection<String> keys) {
    Set<String> asked = Set.copyOf(store.find(requests(), keys).keySet());
    store.remove(requests(), asked);
    return asked;
  }

  private String keys() {
    return generation.collection(COLLECTIONS);
  }

  private String events() {
    return generation.collection(COLLECTIONS + "_event");
  }

  private String requests() {
    return generation.collection(COLLECTIONS + "_request");
  }

  private static String id(long position) {
    return Long.toString(position);
  }
}
