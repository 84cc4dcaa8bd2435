package dev.attune.eventstore.append;

import java.util.List;

/**
 * Makes units of the items of a file once it is known which of them are new, and hears what became of them. All of it is
 * called on the thread that runs the import, item after item in their order.
 *
 * <p>A unit may build on what the units before it bring, though nobody has stored those yet. If one of them is not stored
 * after all, none of those behind it is: {@link #forget} says so, and what was not stored is asked for again.
 *
 * @param <T> an item
 */
public interface BulkPlan<T> {

  /** What makes the item a duplicate if it is held already; the item's unit claims it too. Only kind and key count. */
  List<Claim> unique(T item);

  /** Looks up what {@link #unit} will need for these, in few round trips. */
  void prepare(List<T> items);

  /** The unit of an item, as if all units before it were stored. */
  BulkUnit unit(T item);

  /** Not all units that were made will be stored: what was assumed does not hold any longer. */
  void forget();

  /** Why the item's unit was not stored: another writer was first. Called after {@link #forget}. */
  void obstructed(T item, Outcome by);

  /** Durable: stored, a duplicate ({@link Outcome.Taken}), or a stream that is not at the expected version. */
  void settled(T item, Outcome outcome);

  /** Cannot be stored whatever the state of the log. */
  void refused(T item, AppendRejectedException reason);
}
