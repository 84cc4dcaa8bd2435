package dev.attune.query.projection;

import java.util.List;
import org.bson.Document;

/**
 * How events fold into one kind of document: pure functions of the event and the document's state. States are immutable.
 *
 * @param <S> state of one document
 */
public interface View<S> {

  /** What a document stands for. */
  enum Kind {
    /** Something of many profiles: one document per partition, summed at read. */
    GATHERING,
    /** One key. */
    KEYED
  }

  /** {@code [a-z_]+}; part of the collection's name. */
  String name();

  /** What its documents stand for. */
  Kind kind();

  /** Ids of the documents that the event belongs in; none if it does not concern this view. */
  List<String> ids(Recorded event);

  /**
   * True if there is hardly a document yet before this event, so that it is inserted without a look. A wrong yes costs
   * one more write, a wrong no one more read.
   */
  boolean begins(Recorded event);

  /** The state of a document that does not exist yet. */
  S empty(String id);

  /**
   * The state after one more event.
   *
   * @throws HistoryHoleException if an event before this one is missing in the state
   */
  S evolve(S state, Recorded event);

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

  /** Bytes that the state occupies in memory, roughly. */
  default int weight(S state) {
    return 256;
  }
}
