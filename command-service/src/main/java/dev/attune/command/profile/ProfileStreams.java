package dev.attune.command.profile;

import dev.attune.contracts.Identity;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

/** The streams of people. Thread-safe. */
public interface ProfileStreams {

  /**
   * Puts a command behind those of the person whom the identities name. An identity seen for the first time is linked to
   * that person in the same unit. Commands sent by one thread for the same identities are taken in that order.
   *
   * <p>The future fails with what {@link dev.attune.eventstore.stream.Mailboxes#send} fails with.
   *
   * @param identities at least one, each namespace at most once
   */
  <R> CompletableFuture<R> send(List<Identity> identities, ProfileCommand<R> command);

  /**
   * Puts what a reaction found out behind the commands of a person who is known. Fails as {@link #send} does.
   *
   * @return true once it is stored, now or before; false if the person's stream does not stand where it must
   */
  CompletableFuture<Boolean> record(UUID profile, Recording recording);

  /** Looks up many identities in one round trip, so that {@link #send} finds them in memory. A hint: never needed. */
  void prefetch(Collection<Identity> identities);
}
