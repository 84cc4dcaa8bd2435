package dev.attune.infra.bench.store;

import dev.attune.contracts.ProfileEvent;
import dev.attune.contracts.wire.Envelope;
import dev.attune.contracts.wire.EventCodec;
import dev.attune.core.profile.Profile;
import dev.attune.core.profile.ProfileFold;
import dev.attune.eventstore.append.Appender;
import dev.attune.eventstore.append.Claim;
import dev.attune.eventstore.append.NewEvent;
import dev.attune.eventstore.read.EventReader;
import dev.attune.eventstore.stream.Decider.Decision;
import dev.attune.eventstore.stream.Fold;
import dev.attune.eventstore.stream.MailboxOptions;
import dev.attune.eventstore.stream.Mailboxes;
import dev.attune.eventstore.stream.StreamMailboxes;
import dev.attune.infra.bench.BenchFailedException;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.axonframework.commandhandling.CommandBus;
import org.axonframework.commandhandling.SimpleCommandBus;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.axonframework.commandhandling.gateway.DefaultCommandGateway;

/** Axon's bus in front of a mailbox for each profile, as command-service has it: each command claims its message. */
final class OurCommands {

  private final Mailboxes<Profile> mailboxes;
  private final EventCodec codec;
  private final CommandGateway gateway;

  OurCommands(Appender appender, EventReader reader, EventCodec codec) {
    this.codec = codec;
    this.mailboxes = new StreamMailboxes<>(appender, reader, new Folding(codec), MailboxOptions.DEFAULT);
    CommandBus bus = SimpleCommandBus.builder().build();
    bus.subscribe(RecordView.class.getName(), message -> handle((RecordView) message.getPayload()));
    this.gateway = DefaultCommandGateway.builder().commandBus(bus).build();
  }

  /** One command after another, each for one of the profiles. */
  Load.Work send(int writer, List<UUID> profiles, Payloads payloads) {
    Random random = new Random(writer);
    return () -> {
      UUID profile = profiles.get(random.nextInt(profiles.size()));
      RecordView command = new RecordView(profile.toString(), payloads.interaction(random));
      long version = gateway.<CompletableFuture<Long>>send(command).thenCompose(answer -> answer).join();
      if (version < 1) {
        throw new BenchFailedException("A command that should be stored was not");
      }
    };
  }

  private CompletableFuture<Long> handle(RecordView command) {
    return mailboxes.send(command.stream(), profile -> decide(profile, command));
  }

  private Decision<Profile, Long> decide(Profile profile, RecordView command) {
    Instant now = Instant.now();
    long version = profile.version() + 1;
    NewEvent event = new NewEvent(Payloads.id(), codec.encode(command.view()), now, Payloads.id(), null, null, null);
    return new Decision.Store<>(
        ProfileFold.evolve(profile, command.view(), version, now),
        List.of(event),
        List.of(Claim.message(Payloads.key(), profile.id())),
        stored -> version,
        taken -> 0L);
  }

  private record Folding(EventCodec codec) implements Fold<Profile> {

    @Override
    public Profile initial(UUID stream) {
      return Profile.empty(stream);
    }

    @Override
    public Profile evolve(Profile profile, Envelope envelope) {
      if (codec.decode(envelope.event()) instanceof ProfileEvent event) {
        return ProfileFold.evolve(profile, event, envelope.version(), envelope.occurredAt());
      }
      throw new BenchFailedException("An event that is no event of a profile: " + envelope.event().name());
    }
  }
}
