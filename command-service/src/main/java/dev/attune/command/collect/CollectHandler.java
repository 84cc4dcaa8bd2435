package dev.attune.command.collect;

import dev.attune.command.collect.CollectCommand.RecordInteraction;
import dev.attune.command.collect.CollectCommand.TellTraits;
import dev.attune.command.profile.Intent;
import dev.attune.command.profile.ProfileStreams;
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
    Intent<Kept> intent = CollectIntent.of(command);
    return people.send(command.heard().identities(), profile -> intent);
  }
}
