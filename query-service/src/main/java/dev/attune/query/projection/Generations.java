package dev.attune.query.projection;

import dev.attune.query.view.Guarded;
import dev.attune.query.view.ViewStore;
import java.util.List;
import java.util.Objects;
import org.bson.Document;
import org.jspecify.annotations.Nullable;

/**
 * Which generation of a projection is live: a manifest pins each, one pointer document per projection says which one
 * answers. Several instances may look and begin at the same time: one of them wins, all see the same.
 */
public final class Generations {

  private static final String MANIFEST = "manifest";
  private static final String POINTER = "pointer";

  private final ViewStore store;

  public Generations(ViewStore store) {
    this.store = store;
  }

  /** The live generation; begins one if there is none that fits the fold and the topic. */
  Generation live(Projection projection, int partitions) {
    String incarnation = store.incarnation();
    Generation live = pointed(projection.name(), incarnation);
    return live != null && live.revision() == projection.revision() && live.partitions() == partitions
        ? live
        : begin(projection, partitions, incarnation, live);
  }

  /** Begins a new generation after a wrong one, unless that was done already. */
  void replace(Projection projection, Generation wrong) {
    String incarnation = store.incarnation();
    Generation live = pointed(projection.name(), incarnation);
    if (wrong.equals(live)) {
      begin(projection, wrong.partitions(), incarnation, live);
    }
  }

  /** True if the store is the same and still points to this generation. */
  boolean isLive(Generation generation) {
    return store.incarnation().equals(generation.incarnation())
        && generation.equals(pointed(generation.projection(), generation.incarnation()));
  }

  private Generation begin(
      Projection projection, int partitions, String incarnation, @Nullable Generation before) {
    String manifests = named(MANIFEST, incarnation);
    String pointers = named(POINTER, incarnation);
    store.prepare(manifests);
    store.prepare(pointers);
    int number = before == null ? 1 : before.number() + 1;
    Generation next = new Generation(projection.name(), number, projection.revision(), 0, partitions, incarnation);
    store.write(manifests, List.of(new Guarded(0, next.manifest())));
    Document pointer = new Document("_id", projection.name()).append(ViewStore.POSITION, (long) number);
    store.write(pointers, List.of(new Guarded(before == null ? 0 : before.number(), pointer)));
    return Objects.requireNonNull(pointed(projection.name(), incarnation), "A pointer was just written");
  }

  private @Nullable Generation pointed(String projection, String incarnation) {
    Document pointer = store.find(named(POINTER, incarnation), projection);
    if (pointer == null) {
      return null;
    }
    Document manifest =
        store.find(named(MANIFEST, incarnation), projection + "_" + pointer.getLong(ViewStore.POSITION));
    return manifest == null ? null : Generation.of(manifest, incarnation);
  }

  private static String named(String collection, String incarnation) {
    return collection + "_" + incarnation;
  }
}
