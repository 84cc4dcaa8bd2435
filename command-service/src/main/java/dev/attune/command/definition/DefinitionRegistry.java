package dev.attune.command.definition;

import dev.attune.contracts.DefinitionEvent;
import dev.attune.contracts.wire.Envelope;
import dev.attune.contracts.wire.EventCodec;
import dev.attune.core.definition.DefinitionHistory;
import dev.attune.core.definition.DefinitionHistory.Defined;
import java.util.ArrayList;
import java.util.List;

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

  /** Takes in definition events of the log all at once, so that nobody sees half of a file. */
  synchronized void accept(List<Envelope> envelopes) {
    List<Defined> defined = new ArrayList<>();
    for (Envelope envelope : envelopes) {
      if (codec.decode(envelope.event()) instanceof DefinitionEvent event) {
        defined.add(new Defined(event, envelope.position()));
      }
    }
    history = history.with(defined);
  }
}
