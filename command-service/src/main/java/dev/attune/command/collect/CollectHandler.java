package dev.attune.command.collect;

import dev.attune.command.collect.CollectCommand.RecordInteraction;
import dev.attune.command.collect.CollectCommand.TellTraits;
import dev.attune.command.profile.Intent;
import dev.attune.command.profile.ProfileStreams;
import dev.attune.contracts.ProfileEvent;
import dev.attune.eventstore.append.Claim;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.axonframework.commandhandling.CommandHandler;
import org.springframework.stereotype.Component;

/** Puts what a client told into the person's stream, once for each message id. */
@Component
class CollectHandler {

  private final ProfileStreams people;

  CollectHandler(ProfileStreams people) {
    this.people = people;
  }

  @CommandHandler
  CompletableFuture<Kept> handle(RecordInteraction command) {
    return keep(command);
  }

  @CommandHandler
  CompletableFuture<Kept> handle(TellTraits command) {
    return keep(command);
  }

  private CompletableFuture<Kept> keep(CollectCommand command) {
    Heard heard = command.heard();
    List<ProfileEvent> events = command.decide();
    byte[] key = MessageKey.of(heard.source(), heard.messageId());
    Intent<Kept> intent =
        new Intent<>(
            events,
            heard.occurredAt(),
            new Intent.Unique(Claim.Kind.MESSAGE, key),
            heard.trace().correlation(),
            heard.trace().traceparent(),
            receipt -> new Kept(false, receipt.profile(), receipt.position()),
            held -> new Kept(true, held.profile(), held.position()));
    return people.send(heard.identities(), profile -> intent);
  }
}
