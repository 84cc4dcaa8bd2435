package dev.attune.query.projection;

import java.util.List;
import org.bson.Document;

/**
 * How events fold into one kind of document: pure functions of the event and the document's state, used by several threads
 * at a time. States are immutable.
 *
 * @param <S> state of one document
 */
public interface View<S> {

  /** What a document stands for. */
  enum Kind {
    /**
     * Something of many profiles: one document per partition, summed at read over all documents of the view (what was
     * parked and folded later has documents of its own).
     */
    GATHERING,
    /**
     * Something of many profiles that depends on how each stood before: told by keyed views of the same projection, event
     * by event. One document per partition, summed at read as well.
     */
    TRANSITION,
    /** One key. */
    KEYED
  }

  /** {@code [a-z_]+}; part of the collection's name. */
  String name();

  /** What its documents stand for. */
  Kind kind();

  /** Ids of the documents that the event belongs in; none if it does not concern this view. Of transitions: never asked. */
  List<String> ids(Recorded event);

  /**
   * True if there is hardly a document yet before this event, so that it is inserted without a look. A wrong yes costs
   * one more write, a wrong no one more read. A view that tells others of transitions must not say a wrong yes, since the
   * state before would not be the true one.
   */
  boolean begins(Recorded event);

  /** The state of a document that does not exist yet. */
  S empty(String id);

  /**
   * The state after one more event.
   *
   * @throws HistoryHoleException if an event before this one is missing in the state
   * @throws NeedsHistoryException if the event can only be folded with what is in the store: {@link #refold} is asked
   */
  S evolve(S state, Recorded event);

  /**
   * The state after one more event that {@link #evolve} could not fold by itself. Must depend on nothing but the history
   * of the document, so that it comes to the same however often it is asked.
   *
   * @param history the chunks that are in the store; those that are yet to be written are in the state only
   */
  default S refold(String id, S state, Recorded event, HistoryAccess history) {
    throw new UnsupportedOperationException("View " + name() + " reads no history");
  }

  /**
   * What the views of transitions are to know of one event in one document. Must depend on nothing but its arguments: a
   * crash has it asked again.
   */
  default List<Delta> deltas(String id, S before, S after, Recorded event) {
    return List.of();
  }

  /** The state of a document of transitions after it was told of one. */
  default S told(S state, Delta delta) {
    throw new UnsupportedOperationException("View " + name() + " is told nothing");
  }

  /** The document of the state, without {@code _id} and {@code position}. */
  Document document(S state);

  /** The state of the document: {@code state(id, document(s))} equals {@code s} once settled. */
  S state(String id, Document document);

  /** Documents that must be in the store before the state's own. */
  default List<Chunk> chunks(S state) {
    return List.of();
  }

  /** The state once its chunks are in the store. */
  default S settled(S state) {
    return state;
  }

  /** Fields that ranges are asked for, see {@link dev.attune.query.view.ViewStore#index}. */
  default List<String> indexed() {
    return List.of();
  }

  /** Bytes that the state occupies in memory, roughly. */
  default int weight(S state) {
    return 256;
  }
}
