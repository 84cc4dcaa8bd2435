package dev.attune.command.profile;

import dev.attune.command.profile.Intent.Held;
import dev.attune.command.profile.Intent.Receipt;
import dev.attune.command.profile.Resolution.AnotherUserException;
import dev.attune.contracts.Identity;
import dev.attune.contracts.wire.EventCodec;
import dev.attune.core.profile.Profile;
import dev.attune.core.profile.ProfileFold;
import dev.attune.eventstore.append.Outcome;
import dev.attune.eventstore.stream.ContentionException;
import dev.attune.eventstore.stream.Decider.Decision;
import dev.attune.eventstore.stream.Mailboxes;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;

/** {@link ProfileStreams} over mailboxes: resolves, links what is new, and resolves again when somebody else was first. */
final class IdentifiedStreams implements ProfileStreams {

  private static final int MOST_TRIES = 12;

  private final Resolver resolver;
  private final IdentityDirectory directory;
  private final Mailboxes<Profile> mailboxes;
  private final EventCodec codec;
  private final Executor retries;

  IdentifiedStreams(
      Resolver resolver,
      IdentityDirectory directory,
      Mailboxes<Profile> mailboxes,
      EventCodec codec,
      Executor retries) {
    this.resolver = resolver;
    this.directory = directory;
    this.mailboxes = mailboxes;
    this.codec = codec;
    this.retries = retries;
  }

  @Override
  public void prefetch(Collection<Identity> identities) {
    resolver.prefetch(List.copyOf(identities));
  }

  @Override
  public <R> CompletableFuture<R> send(List<Identity> identities, ProfileCommand<R> command) {
    return attempt(identities, command, 1);
  }

  @Override
  public CompletableFuture<Boolean> record(UUID profile, Recording recording) {
    return mailboxes.send(profile, state -> {
      if (recording.version() > 0 && state.version() != recording.version()) {
        return new Decision.Answer<>(false);
      }
      Profile next = state;
      for (Recording.Note note : recording.notes()) {
        next = ProfileFold.evolve(next, note.event(), next.version() + 1, note.at());
      }
      return new Decision.Store<>(
          next, Contribution.noted(recording, codec), Contribution.claims(recording, profile), stored -> true,
          taken -> true);
    });
  }

  /** What became of one try. */
  private sealed interface Reply<R> {
    record Done<R>(R answer) implements Reply<R> {}

    record Again<R>() implements Reply<R> {}
  }

  private <R> CompletableFuture<R> attempt(List<Identity> identities, ProfileCommand<R> command, int tries) {
    Resolution resolution = resolver.resolve(identities, tries > 1);
    return mailboxes
        .<Reply<R>>send(resolution.stream(), profile -> decide(profile, resolution, command))
        .exceptionallyCompose(IdentifiedStreams::againIfAnotherUser)
        .thenCompose(reply -> switch (reply) {
          case Reply.Done<R> done -> CompletableFuture.completedFuture(done.answer());
          case Reply.Again<R> again ->
              tries >= MOST_TRIES
                  ? CompletableFuture.failedFuture(new ContentionException(resolution.stream(), tries))
                  : CompletableFuture.supplyAsync(() -> attempt(identities, command, tries + 1), retries)
                      .thenCompose(next -> next);
        });
  }

  private static <R> CompletableFuture<Reply<R>> againIfAnotherUser(Throwable failure) {
    Throwable cause = failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
    return cause instanceof AnotherUserException
        ? CompletableFuture.completedFuture(new Reply.Again<>())
        : CompletableFuture.failedFuture(cause);
  }

  private <R> Decision<Profile, Reply<R>> decide(Profile profile, Resolution resolution, ProfileCommand<R> command) {
    Intent<R> intent = command.decide(profile);
    Contribution brought = Contribution.of(profile, resolution, intent, codec);
    Profile next = brought.next(profile);
    long version = next.version();
    return new Decision.Store<>(
        next,
        brought.events(),
        brought.claims(),
        appended -> {
          brought.owned().forEach(other -> directory.learnOwner(other, profile.id()));
          resolution.free().values().forEach(key -> directory.learn(key, profile.id()));
          return new Reply.Done<>(intent.stored().apply(new Receipt(profile.id(), version, appended.lastPosition())));
        },
        taken -> onTaken(taken, intent));
  }

  private <R> Reply<R> onTaken(Outcome.Taken taken, Intent<R> intent) {
    UUID holder = taken.holder().stream();
    return switch (taken.claim().kind()) {
      case IDENTITY -> {
        directory.learn(IdentityKey.of(taken.claim().key()), holder);
        yield new Reply.Again<>();
      }
      case PERSON -> {
        directory.learnOwner(Contribution.person(taken.claim()), holder);
        yield new Reply.Again<>();
      }
      case MESSAGE, REQUEST, REACTION ->
          new Reply.Done<>(intent.taken().apply(new Held(holder, taken.holder().position())));
      case EVENT -> throw new IllegalStateException("Nobody claims event ids here");
    };
  }
}
