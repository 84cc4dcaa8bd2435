package dev.attune.command.definition;

import dev.attune.contracts.DefinitionEvent;
import dev.attune.contracts.wire.Envelope;
import dev.attune.contracts.wire.EventCodec;
import dev.attune.core.definition.DefinitionHistory;

/** The definitions as this node knows them: it follows the log, so another node's are here within milliseconds. */
public final class DefinitionRegistry {

  private final EventCodec codec;
  private volatile DefinitionHistory history = DefinitionHistory.EMPTY;

  DefinitionRegistry(EventCodec codec) {
    this.codec = codec;
  }

  /** What is known now. */
  public DefinitionHistory get() {
    return history;
  }

  /** Takes in a definition event of the log; one that it has already changes nothing. */
  synchronized void accept(Envelope envelope) {
    if (codec.decode(envelope.event()) instanceof DefinitionEvent event) {
      history = history.with(event, envelope.position());
    }
  }
}
