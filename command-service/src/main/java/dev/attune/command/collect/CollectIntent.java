package dev.attune.command.collect;

import dev.attune.command.profile.Intent;
import dev.attune.eventstore.append.Claim;

/** What a command wants stored in the person's stream, once for each message id. It does not depend on the person. */
final class CollectIntent {

  private CollectIntent() {}

  static Intent<Kept> of(CollectCommand command) {
    Heard heard = command.heard();
    return new Intent<>(
        command.decide(),
        heard.occurredAt(),
        new Intent.Unique(Claim.Kind.MESSAGE, MessageKey.of(heard.source(), heard.messageId())),
        heard.trace().correlation(),
        heard.trace().traceparent(),
        receipt -> new Kept(false, receipt.profile(), receipt.position()),
        held -> new Kept(true, held.profile(), held.position()));
  }
}
