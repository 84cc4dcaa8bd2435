package dev.attune.command.audience;

import dev.attune.core.audience.Standing;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** A person stands otherwise with an audience than before. */
record Changed(UUID person, int watch, Standing standing) {

  static List<Changed> between(UUID person, Map<Integer, Standing> before, Map<Integer, Standing> after) {
    List<Changed> changed = new ArrayList<>();
    after.forEach((watch, standing) -> {
      if (!standing.equals(before.get(watch))) {
        changed.add(new Changed(person, watch, standing));
      }
    });
    before.keySet().forEach(watch -> {
      if (!after.containsKey(watch)) {
        changed.add(new Changed(person, watch, Standing.OUTSIDE));
      }
    });
    return changed;
  }
}
