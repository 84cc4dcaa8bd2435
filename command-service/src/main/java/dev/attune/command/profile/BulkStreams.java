package dev.attune.command.profile;

import dev.attune.contracts.Identity;
import java.util.Iterator;
import java.util.List;

/**
 * The streams of people, for what comes in bulk and needs no decision: the same identities, links, claims and events as
 * by {@link ProfileStreams}, in chunks of up to a thousand events. Thread-safe.
 */
public interface BulkStreams {

  /**
   * Puts all of it into the streams of the people whom the identities name, in the order of the iterator. Returns when all
   * is durable. What the iterator throws ends it, once what was under way is told.
   *
   * @throws dev.attune.eventstore.append.OutcomeUnknownException if the database stayed away
   * @throws dev.attune.eventstore.append.OverloadedException if other writers were first for too long
   */
  <R> void append(Iterator<Addressed<R>> all, Told<R> told) throws InterruptedException;

  /**
   * An intent and the person whom it is about.
   *
   * @param identities at least one, each namespace at most once
   * @param intent the same whatever is known of the person
   */
  record Addressed<R>(List<Identity> identities, Intent<R> intent) {}

  /**
   * Hears the answers, one for each, once they are durable; on the thread that appends.
   *
   * @param <R> what is told
   */
  interface Told<R> {

    /** The answer of the intent: stored, or its unique key was taken. */
    void answer(R answer);

    /** Cannot be stored, whoever sends it and when. */
    void refused(Addressed<R> intent, RuntimeException reason);
  }
}
