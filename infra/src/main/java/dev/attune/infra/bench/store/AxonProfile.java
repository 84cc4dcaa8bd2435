package dev.attune.infra.bench.store;

import dev.attune.contracts.ProfileEvent;
import dev.attune.core.profile.Profile;
import dev.attune.core.profile.ProfileFold;
import java.util.UUID;
import org.axonframework.commandhandling.CommandHandler;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventsourcing.EventSourcingHandler;
import org.axonframework.messaging.MetaData;
import org.axonframework.modelling.command.AggregateCreationPolicy;
import org.axonframework.modelling.command.AggregateIdentifier;
import org.axonframework.modelling.command.AggregateLifecycle;
import org.axonframework.modelling.command.CreationPolicy;
import org.jspecify.annotations.Nullable;

/** The profile as Axon's manual teaches it. */
class AxonProfile {

  @AggregateIdentifier private @Nullable String id;

  private @Nullable Profile profile;

  AxonProfile() {
    // Axon makes an empty one and gives it its events.
  }

  @CommandHandler
  @CreationPolicy(AggregateCreationPolicy.CREATE_IF_MISSING)
  long handle(RecordView command) {
    if (id == null) {
      id = command.profile();
    }
    AggregateLifecycle.apply(command.view(), MetaData.emptyInstance());
    return AggregateLifecycle.getVersion();
  }

  @EventSourcingHandler
  void on(ProfileEvent.InteractionRecorded event, DomainEventMessage<?> message) {
    String of = message.getAggregateIdentifier();
    id = of;
    Profile before = profile == null ? Profile.empty(UUID.fromString(of)) : profile;
    profile = ProfileFold.evolve(before, event, message.getSequenceNumber() + 1, message.getTimestamp());
  }
}
