package dev.attune.query.view;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.bson.Document;
import org.jspecify.annotations.Nullable;

/**
 * Where the views are. Every write is acknowledged (by a majority, where there are replicas) before a method returns.
 * Thread-safe. Methods throw {@link org.springframework.dao.DataAccessException} if the store cannot be reached.
 */
public interface ViewStore {

  /** Field that the compare-and-set of {@link #write} goes by. */
  String POSITION = "position";

  /**
   * The store's own id, given to it at first use. Another one means that everything that was in the store is gone.
   * Eight hexadecimal digits, so that it can be part of a collection's name.
   */
  String incarnation();

  /** Makes a collection ready for {@link #write}: a unique index of exactly ({@code _id}, {@code position}). */
  void prepare(String collection);

  /** The document of an id, or null. */
  @Nullable Document find(String collection, String id);

  /** The documents of some ids; those that do not exist are missing in the answer. */
  Map<String, Document> find(String collection, Collection<String> ids);

  /** All documents of a collection that is known to be small. */
  List<Document> all(String collection);

  /** Inserts or replaces by {@code _id}, whatever was there: for documents whose id says all of their content. */
  void put(String collection, List<Document> documents);

  /** Removes documents by id; those that do not exist are no error. */
  void remove(String collection, Collection<String> ids);

  /** How many documents a collection holds; 0 if it does not exist. */
  long count(String collection);

  /** Ids of some documents by chance: all if there are not more than asked for. Looks at the whole collection. */
  List<String> sample(String collection, int count);

  /** Ids of the documents of the greatest positions, the greatest first. Looks at the whole collection. */
  List<String> newest(String collection, int count);

  /** Looks at some fields, and the id, of every document of a collection, in any order. */
  void scan(String collection, List<String> fields, Consumer<Document> each);

  /** Names of all collections. */
  Set<String> collections();

  /** Removes a collection and all that it holds. */
  void drop(String collection);

  /**
   * Writes each document if the stored one is still at the expected position.
   *
   * @return the ids of those that were not written: another writer is ahead, or the stored document is gone
   */
  Set<String> write(String collection, List<Guarded> documents);
}
