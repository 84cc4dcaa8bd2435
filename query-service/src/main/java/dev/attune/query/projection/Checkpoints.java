package dev.attune.query.projection;

import dev.attune.query.view.Guarded;
import dev.attune.query.view.ViewStore;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.bson.Document;

/** The checkpoints in the view store. */
final class Checkpoints {

  private final ViewStore store;

  Checkpoints(ViewStore store) {
    this.store = store;
  }

  void prepare(Generation generation) {
    store.prepare(collection(generation));
  }

  /** The checkpoints of some partitions; those of partitions in which nothing was folded yet are missing. */
  Map<Integer, Checkpoint> load(Generation generation, Collection<Integer> partitions) {
    List<String> ids = partitions.stream().map(partition -> Checkpoint.id(generation, partition)).toList();
    Map<Integer, Checkpoint> found = new HashMap<>();
    for (Document document : store.find(collection(generation), ids).values()) {
      Checkpoint checkpoint = Checkpoint.of(document);
      found.put(checkpoint.partition(), checkpoint);
    }
    return found;
  }

  /**
   * Moves checkpoints.
   *
   * @param moves each from the position that is stored
   * @throws OvertakenException if one of them was not where it was expected to be
   */
  void save(Generation generation, List<Move> moves) {
    List<Guarded> writes = new ArrayList<>(moves.size());
    for (Move move : moves) {
      writes.add(new Guarded(move.before(), move.to().document(generation)));
    }
    Set<String> refused = store.write(collection(generation), writes);
    if (!refused.isEmpty()) {
      throw new OvertakenException("Checkpoints " + refused + " were moved by another writer");
    }
  }

  /** Forgets the checkpoints of a generation that is over. */
  void remove(Generation generation, Collection<Integer> partitions) {
    store.remove(
        collection(generation), partitions.stream().map(partition -> Checkpoint.id(generation, partition)).toList());
  }

  private static String collection(Generation generation) {
    return "checkpoint_" + generation.incarnation();
  }

  /**
   * @param before position that is stored; 0 if there is no checkpoint yet
   * @param to the new one
   */
  record Move(long before, Checkpoint to) {}
}
