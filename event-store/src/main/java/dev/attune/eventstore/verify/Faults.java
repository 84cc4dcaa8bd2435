package dev.attune.eventstore.verify;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Keeps the faults with the lowest positions. Not thread-safe. */
final class Faults {

  private final int kept;
  private final List<Fault> faults = new ArrayList<>();
  private boolean more;

  Faults(int kept) {
    this.kept = kept;
  }

  void add(long position, String what, Object... args) {
    faults.add(new Fault(position, what.formatted(args)));
    if (faults.size() > 2 * kept) {
      cut();
    }
  }

  List<Fault> first() {
    cut();
    return List.copyOf(faults);
  }

  boolean more() {
    cut();
    return more;
  }

  private void cut() {
    faults.sort(Comparator.comparingLong(Fault::position));
    if (faults.size() > kept) {
      more = true;
      faults.subList(kept, faults.size()).clear();
    }
  }
}
