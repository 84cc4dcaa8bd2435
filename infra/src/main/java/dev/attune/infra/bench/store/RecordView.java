package dev.attune.infra.bench.store;

import dev.attune.contracts.ProfileEvent;
import java.util.UUID;
import org.axonframework.modelling.command.TargetAggregateIdentifier;

/**
 * The command of the bench: what a person looked at.
 *
 * @param profile whose stream it belongs to
 */
record RecordView(@TargetAggregateIdentifier String profile, ProfileEvent.InteractionRecorded view) {

  UUID stream() {
    return UUID.fromString(profile);
  }
}
