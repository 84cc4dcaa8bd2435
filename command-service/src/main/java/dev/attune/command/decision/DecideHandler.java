package dev.attune.command.decision;

import dev.attune.command.platform.NodeClock;
import dev.attune.command.platform.RequestTrace;
import dev.attune.command.profile.Intent;
import dev.attune.command.profile.ProfileStreams;
import dev.attune.contracts.Event;
import dev.attune.contracts.ProfileEvent.DecisionMade;
import dev.attune.contracts.wire.Envelope;
import dev.attune.contracts.wire.EventCodec;
import dev.attune.core.decision.Decisions;
import dev.attune.core.decision.Question;
import dev.attune.eventstore.append.Claim;
import dev.attune.eventstore.read.EventReader;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.axonframework.commandhandling.CommandHandler;

/** Takes {@link Decide} to the person's stream. The future is done when the decision is stored. */
final class DecideHandler {

  private final ProfileStreams streams;
  private final Decisions decisions;
  private final KnownDefinitions definitions;
  private final NodeClock clock;
  private final EventReader reader;
  private final EventCodec codec;

  DecideHandler(
      ProfileStreams streams,
      Decisions decisions,
      KnownDefinitions definitions,
      NodeClock clock,
      EventReader reader,
      EventCodec codec) {
    this.streams = streams;
    this.decisions = decisions;
    this.definitions = definitions;
    this.clock = clock;
    this.reader = reader;
    this.codec = codec;
  }

  @CommandHandler
  CompletableFuture<DecisionTaken> handle(Decide command) {
    UUID decisionId = RequestTrace.newId();
    return streams
        .send(command.identities(), profile -> {
          Instant now = clock.now();
          DecisionMade made =
              decisions.decide(profile, definitions.now().latest(), question(command, decisionId, now)).event();
          return new Intent<Found>(
              List.of(made),
              made.decidedAt(),
              new Intent.Unique(Claim.Kind.REQUEST, command.requestKey()),
              command.trace().correlation(),
              command.trace().traceparent(),
              receipt -> new Found.Now(
                  new DecisionTaken(receipt.profile(), receipt.version(), receipt.position(), made)),
              held -> new Found.Before(held.position()));
        })
        .thenApply(found -> switch (found) {
          case Found.Now now -> now.taken();
          case Found.Before before -> answeredBefore(before.position(), command);
        });
  }

  private sealed interface Found {
    record Now(DecisionTaken taken) implements Found {}

    record Before(long position) implements Found {}
  }

  private static Question question(Decide command, UUID decisionId, Instant now) {
    return new Question(
        decisionId,
        command.requestId(),
        command.identities().getFirst(),
        command.placement(),
        command.session(),
        command.context(),
        now,
        decisionId.getLeastSignificantBits());
  }

  private DecisionTaken answeredBefore(long position, Decide command) {
    Envelope envelope = reader.at(position).getFirst();
    Event event = codec.decode(envelope.event());
    if (event instanceof DecisionMade made
        && made.placement().equals(command.placement())
        && command.identities().contains(made.identity())) {
      return new DecisionTaken(envelope.stream(), envelope.version(), envelope.position(), made);
    }
    throw new RequestIdReusedException(command.requestId());
  }
}
