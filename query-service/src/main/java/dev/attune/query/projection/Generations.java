package dev.attune.query.projection;

import dev.attune.query.view.Guarded;
import dev.attune.query.view.ViewStore;
import java.util.List;
import java.util.function.UnaryOperator;
import org.bson.Document;

/** The rosters in the view store. Several instances may change one at the same time: all changes happen, one by one. */
final class Generations {

  private static final int ATTEMPTS = 50;

  private final ViewStore store;

  Generations(ViewStore store) {
    this.store = store;
  }

  /** The roster of a projection as it is now. */
  Roster read(String projection) {
    return read(projection, store.incarnation());
  }

  /**
   * Changes the roster.
   *
   * @param change is asked again if another instance was faster; the same roster means that there is nothing to change
   * @return the roster after it
   */
  Roster change(String projection, UnaryOperator<Roster> change) {
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      Roster before = read(projection);
      Roster after = change.apply(before);
      if (after.equals(before)) {
        return before;
      }
      String collection = collection(before.incarnation());
      if (before.change() == 0) {
        store.prepare(collection);
      }
      if (store.write(collection, List.of(new Guarded(before.change(), RosterDocument.next(after)))).isEmpty()) {
        return RosterDocument.roster(RosterDocument.next(after), before.incarnation());
      }
    }
    throw new OvertakenException("The generations of " + projection + " are always changed by others first");
  }

  private Roster read(String projection, String incarnation) {
    Document document = store.find(collection(incarnation), projection);
    return document == null ? Roster.none(projection, incarnation) : RosterDocument.roster(document, incarnation);
  }

  private static String collection(String incarnation) {
    return "generation_" + incarnation;
  }
}
