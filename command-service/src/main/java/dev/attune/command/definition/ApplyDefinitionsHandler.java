package dev.attune.command.definition;

import dev.attune.command.definition.InvalidDefinitionsException.Flaw;
import dev.attune.command.platform.LogFollower;
import dev.attune.command.platform.RequestTrace;
import dev.attune.contracts.DefinitionEvent;
import dev.attune.contracts.wire.EventCodec;
import dev.attune.core.definition.Definitions;
import dev.attune.core.definition.Definitions.Kind;
import dev.attune.core.rule.Rules;
import dev.attune.eventstore.append.AppendUnit;
import dev.attune.eventstore.append.Appender;
import dev.attune.eventstore.append.NewEvent;
import dev.attune.eventstore.append.Outcome;
import dev.attune.eventstore.append.StreamAppend;
import dev.attune.eventstore.append.StreamHead;
import dev.attune.eventstore.read.EventReader;
import dev.attune.eventstore.stream.ContentionException;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.axonframework.commandhandling.CommandHandler;

/** Stores what a file changes as one unit over the streams of all its definitions: all of it or nothing. */
final class ApplyDefinitionsHandler {

  private static final int MOST_TRIES = 5;

  private final DefinitionRegistry registry;
  private final LogFollower follower;
  private final EventReader reader;
  private final Appender appender;
  private final EventCodec codec;
  private final InstantSource clock;
  private final Rules ofPeople;

  ApplyDefinitionsHandler(
      DefinitionRegistry registry,
      LogFollower follower,
      EventReader reader,
      Appender appender,
      EventCodec codec,
      InstantSource clock,
      Rules ofPeople) {
    this.registry = registry;
    this.follower = follower;
    this.reader = reader;
    this.appender = appender;
    this.codec = codec;
    this.clock = clock;
    this.ofPeople = ofPeople;
  }

  @CommandHandler
  CompletableFuture<Applied> handle(ApplyDefinitions command) {
    for (int tries = 1; tries <= MOST_TRIES; tries++) {
      follower.catchUp();
      Definitions now = registry.get().latest();
      Change change = Change.between(now, command.file(), command.prune());
      if (change.events().isEmpty()) {
        return done(new Applied(change, now.position()));
      }
      List<Flaw> flaws = Coherence.flaws(now, change, ofPeople);
      if (!flaws.isEmpty()) {
        return CompletableFuture.failedFuture(new InvalidDefinitionsException(flaws));
      }
      Optional<AppendUnit> unit = unit(change);
      if (unit.isPresent() && appender.append(unit.get()).join() instanceof Outcome.Appended appended) {
        follower.catchUp();
        return done(new Applied(change, appended.lastPosition()));
      }
    }
    throw new ContentionException(stream(Kind.POLICY, "default"), MOST_TRIES);
  }

  private static CompletableFuture<Applied> done(Applied applied) {
    return CompletableFuture.completedFuture(applied);
  }

  /** Empty if somebody else has changed one of the definitions since they were read. */
  private Optional<AppendUnit> unit(Change change) {
    List<StreamAppend> streams = new ArrayList<>();
    for (DefinitionEvent event : change.events()) {
      StreamHead head = reader.stream(stream(Kind.of(event), event.key()), event.version() - 1L).head();
      if (head.version() != event.version() - 1L) {
        return Optional.empty();
      }
      streams.add(new StreamAppend(head, List.of(stored(event))));
    }
    return Optional.of(new AppendUnit(RequestTrace.newId(), streams, List.of()));
  }

  private NewEvent stored(DefinitionEvent event) {
    return new NewEvent(
        RequestTrace.newId(), codec.encode(event), clock.instant().truncatedTo(ChronoUnit.MICROS), null, null, null,
        null);
  }

  /** The id of a definition's stream: derived from its kind and key, which are not personal. */
  private static UUID stream(Kind kind, String key) {
    return UUID.nameUUIDFromBytes(("definition/" + kind.of(key)).getBytes(StandardCharsets.UTF_8));
  }
}
