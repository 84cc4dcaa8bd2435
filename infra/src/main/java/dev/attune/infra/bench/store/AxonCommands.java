package dev.attune.infra.bench.store;

import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.axonframework.commandhandling.SimpleCommandBus;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.axonframework.commandhandling.gateway.DefaultCommandGateway;
import org.axonframework.eventsourcing.CachingEventSourcingRepository;
import org.axonframework.modelling.command.AggregateAnnotationCommandHandler;
import org.axonframework.modelling.command.Repository;

/**
 * The same commands as a stock Axon application takes them: an annotated aggregate with the same fold, kept in a cache,
 * behind Axon's locks.
 */
final class AxonCommands {

  private final CommandGateway gateway;

  AxonCommands(AxonStore store) {
    SimpleCommandBus bus = SimpleCommandBus.builder().build();
    Repository<AxonProfile> profiles =
        CachingEventSourcingRepository.builder(AxonProfile.class)
            .eventStore(store.store())
            .cache(new KeepingCache())
            .build();
    AggregateAnnotationCommandHandler.<AxonProfile>builder()
        .aggregateType(AxonProfile.class)
        .repository(profiles)
        .build()
        .subscribe(bus);
    gateway = DefaultCommandGateway.builder().commandBus(bus).build();
  }

  Load.Work send(int writer, List<UUID> profiles, Payloads payloads) {
    Random random = new Random(writer);
    return () -> {
      String profile = profiles.get(random.nextInt(profiles.size())).toString();
      gateway.sendAndWait(new RecordView(profile, payloads.interaction(random)));
    };
  }
}
