package dev.attune.core.match;

import dev.attune.contracts.value.Value;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A dotted path to a property: {@code price}, {@code shipping.country}. A name that contains a dot itself cannot be
 * reached, and neither can the items of a list.
 */
public final class Path {

  private final String[] names;

  private Path(String[] names) {
    this.names = names;
  }

  /** The path that is written so. */
  public static Path of(String dotted) {
    return new Path(dotted.split("\\.", -1));
  }

  /** What is there; null if nothing is, or JSON's null. */
  public @Nullable Value in(Map<String, Value> properties) {
    Value found = properties.get(names[0]);
    for (int i = 1; i < names.length; i++) {
      if (!(found instanceof Value.Fields fields)) {
        return null;
      }
      found = fields.values().get(names[i]);
    }
    return found instanceof Value.Nothing ? null : found;
  }
}
