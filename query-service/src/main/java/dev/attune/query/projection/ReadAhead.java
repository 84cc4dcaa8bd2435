package dev.attune.query.projection;

import dev.attune.query.projection.NeedsHistoryException.Wanted;
import dev.attune.query.view.ViewStore;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.bson.Document;
import org.jspecify.annotations.Nullable;

/** Chunks of a generation: those that are known to be wanted are read together. */
final class ReadAhead implements HistoryAccess {

  private final Generation generation;
  private final ViewStore store;
  private final Map<Wanted, Optional<Document>> read = new HashMap<>();

  ReadAhead(Generation generation, ViewStore store) {
    this.generation = generation;
    this.store = store;
  }

  void read(Collection<Wanted> wanted) {
    Map<String, List<String>> byView =
        wanted.stream()
            .distinct()
            .collect(Collectors.groupingBy(Wanted::view, Collectors.mapping(Wanted::id, Collectors.toList())));
    byView.forEach(
        (view, ids) -> {
          Map<String, Document> found = store.find(generation.collection(view), ids);
          ids.forEach(id -> read.put(new Wanted(view, id), Optional.ofNullable(found.get(id))));
        });
  }

  @Override
  public @Nullable Document find(String view, String id) {
    return read.computeIfAbsent(
            new Wanted(view, id), one -> Optional.ofNullable(store.find(generation.collection(view), id)))
        .orElse(null);
  }
}
