package dev.attune.weakened;

import dev.attune.contracts.ProfileEvent;
import dev.attune.contracts.wire.EventCodec;
import dev.attune.core.profile.Profile;
import dev.attune.core.profile.ProfileFold;
import dev.attune.eventstore.append.AppendUnit;
import dev.attune.eventstore.append.Appender;
import dev.attune.eventstore.append.Outcome;
import dev.attune.eventstore.append.StreamAppend;
import dev.attune.eventstore.append.StreamHead;
import dev.attune.eventstore.read.EventReader;
import dev.attune.eventstore.read.StreamTail;
import dev.attune.eventstore.stream.Decider;
import dev.attune.eventstore.stream.Decider.Decision;
import dev.attune.eventstore.stream.Mailboxes;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;

/**
 * No mailboxes at all: commands of one stream are decided side by side, on the state that this node saw last. After a
 * conflict the same events are sent behind the new head, without deciding again.
 */
final class WeakenedMailboxes implements Mailboxes<Profile> {

  private static final Executor VIRTUAL = Thread::startVirtualThread;

  private final Map<UUID, Known> known = new ConcurrentHashMap<>();
  private final Appender appender;
  private final EventReader reader;
  private final EventCodec codec;

  WeakenedMailboxes(Appender appender, EventReader reader, EventCodec codec) {
    this.appender = appender;
    this.reader = reader;
    this.codec = codec;
  }

  private record Known(Profile profile, StreamHead head) {}

  @Override
  public <R> CompletableFuture<R> send(UUID stream, Decider<Profile, R> command) {
    return CompletableFuture.supplyAsync(() -> take(stream, command), VIRTUAL);
  }

  @Override
  public Profile state(UUID stream) {
    return known.computeIfAbsent(stream, this::read).profile();
  }

  private <R> R take(UUID stream, Decider<Profile, R> command) {
    Known seen = known.computeIfAbsent(stream, this::read);
    return switch (command.decide(seen.profile())) {
      case Decision.Answer<Profile, R> answer -> answer.answer();
      case Decision.Store<Profile, R> store -> stored(stream, store, seen.head());
    };
  }

  private <R> R stored(UUID stream, Decision.Store<Profile, R> store, StreamHead from) {
    StreamHead head = from;
    while (true) {
      AppendUnit unit = new AppendUnit(UUID.randomUUID(), List.of(new StreamAppend(head, store.events())),
          store.claims());
      switch (appender.append(unit).join()) {
        case Outcome.Appended appended -> {
          known.put(stream, new Known(store.next(), appended.heads().getFirst()));
          return store.stored().apply(appended);
        }
        case Outcome.Taken taken -> {
          return store.taken().apply(taken);
        }
        case Outcome.Conflict conflict -> head = read(stream).head();
        case Outcome.PredecessorFailed impossible -> throw new IllegalStateException("There is no predecessor");
      }
    }
  }

  private Known read(UUID stream) {
    StreamTail tail = reader.stream(stream, 0);
    Profile profile = Profile.empty(stream);
    for (var envelope : tail.events()) {
      ProfileEvent event = (ProfileEvent) codec.decode(envelope.event());
      profile = ProfileFold.evolve(profile, event, envelope.version(), envelope.occurredAt());
    }
    return new Known(profile, tail.head());
  }
}
