package dev.attune.core.behaviour;

import dev.attune.contracts.value.Value;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/**
 * What was told of the person. The last word by event time counts; of each trait, the last {@value #KEPT} values are
 * kept.
 *
 * @param values of each trait, by name, the latest last; {@link Value.Nothing} where it was withdrawn
 */
public record Traits(Map<String, List<Told>> values) {

  /** How many values of a trait are kept. */
  public static final int KEPT = 10;

  /** Nothing was told. */
  public static final Traits NONE = new Traits(Map.of());

  /**
   * One value of a trait.
   *
   * @param value as told
   * @param since when it was told first, with no other value in between
   * @param until when it was told last
   * @param source that told it first
   */
  public record Told(Value value, Instant since, Instant until, UUID source) {

    /** True if the trait was taken back. */
    public boolean isWithdrawn() {
      return value instanceof Value.Nothing;
    }
  }

  /** The traits that stand, by name, sorted. */
  public Map<String, Told> current() {
    Map<String, Told> current = new TreeMap<>();
    values.forEach(
        (name, told) -> {
          if (!told.getLast().isWithdrawn()) {
            current.put(name, told.getLast());
          }
        });
    return current;
  }

  Traits evolve(Map<String, Value> told, Instant at, UUID source) {
    if (told.isEmpty()) {
      return this;
    }
    Map<String, List<Told>> next = new TreeMap<>(values);
    told.forEach((name, value) -> next.put(name, evolve(next.getOrDefault(name, List.of()), value, at, source)));
    return new Traits(Collections.unmodifiableMap(next));
  }

  private static List<Told> evolve(List<Told> before, Value value, Instant at, UUID source) {
    if (!before.isEmpty() && before.getLast().value().equals(value)) {
      Told last = before.getLast();
      return Kept.with(before, before.size() - 1, new Told(last.value(), last.since(), at, last.source()));
    }
    return Kept.moved(before, -1, new Told(value, at, at, source), KEPT);
  }
}
