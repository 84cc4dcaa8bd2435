package dev.attune.query.projection;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a batch has for one document: events or transitions, in the order of their positions. */
final class Steps {

  private final String id;
  private final List<Recorded> events = new ArrayList<>(4);
  private final @Nullable List<Delta> deltas;

  private Steps(String id, boolean transitions) {
    this.id = id;
    this.deltas = transitions ? new ArrayList<>(4) : null;
  }

  /** The events of a batch by the documents that they belong in. */
  static Collection<Steps> of(View<?> view, List<Recorded> events) {
    Map<String, Steps> byId = new LinkedHashMap<>();
    for (Recorded event : events) {
      for (String id : view.ids(event)) {
        byId.computeIfAbsent(id, some -> new Steps(some, false)).events.add(event);
      }
    }
    return byId.values();
  }

  /** The same in parts of about as many events each; a document is in one of them. */
  static List<List<Steps>> split(Collection<Steps> all, int most) {
    int parts = Math.clamp(all.size(), 1, most);
    if (parts == 1) {
      return List.of(List.copyOf(all));
    }
    List<List<Steps>> split = new ArrayList<>();
    int[] events = new int[parts];
    for (int part = 0; part < parts; part++) {
      split.add(new ArrayList<>(all.size() / parts + 1));
    }
    for (Steps steps : all) {
      int least = 0;
      for (int part = 1; part < parts; part++) {
        least = events[part] < events[least] ? part : least;
      }
      split.get(least).add(steps);
      events[least] += steps.count();
    }
    return split;
  }

  /** The transitions that a view is told of, by the documents that they belong in. */
  static Collection<Steps> told(View<?> view, List<Told> transitions) {
    Map<String, Steps> byId = new LinkedHashMap<>();
    transitions.stream()
        .filter(told -> told.delta().view().equals(view.name()))
        .sorted(Comparator.comparingLong(told -> told.event().position()))
        .forEach(told -> byId.computeIfAbsent(told.delta().id(), some -> new Steps(some, true)).add(told));
    return byId.values();
  }

  private void add(Told told) {
    events.add(told.event());
    if (deltas != null) {
      deltas.add(told.delta());
    }
  }

  String id() {
    return id;
  }

  boolean begins(View<?> view) {
    return deltas == null && view.begins(events.getFirst());
  }

  /** The partition that the first of them comes from. */
  int partition() {
    return events.getFirst().partition();
  }

  int count() {
    return events.size();
  }

  Recorded event(int step) {
    return events.get(step);
  }

  /** The transition of a step; null if the step is an event. */
  @Nullable Delta delta(int step) {
    return deltas == null ? null : deltas.get(step);
  }
}
