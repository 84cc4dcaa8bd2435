package dev.attune.eventstore.append;

/** Hears what became of each unit, in their order, once it is durable. Called on the thread that runs the import. */
public interface BulkListener {

  /** Stored, a duplicate ({@link Outcome.Taken}), or a stream that is not at the expected version. */
  void settled(BulkUnit unit, Outcome outcome);

  /** Cannot be stored whatever the state of the log. */
  void refused(BulkUnit unit, AppendRejectedException reason);
}
