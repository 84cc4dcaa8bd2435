package dev.attune.command.collect;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What was made of one item of a request. */
sealed interface Reading {

  /** The client's id of it; null if it gave none that can be told back. */
  @Nullable String messageId();

  /**
   * It can be taken in.
   *
   * @param messageId the client's id of it, or a new one
   * @param command what it asks for
   */
  record Readable(String messageId, CollectCommand command) implements Reading {}

  /**
   * It cannot be taken in.
   *
   * @param reasons why, for people; names fields and quotes no values
   */
  record Unreadable(@Nullable String messageId, List<String> reasons) implements Reading {}
}
