package dev.attune.infra.bench.store;

import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.NoArgGenerator;
import dev.attune.contracts.Event;
import dev.attune.contracts.ProfileEvent;
import dev.attune.contracts.wire.EventCodec;
import dev.attune.contracts.wire.avro.AvroEventCodec;
import dev.attune.eventstore.append.Claim;
import dev.attune.eventstore.append.ClaimKey;
import dev.attune.eventstore.append.NewEvent;
import dev.attune.infra.bench.codec.MeasuredEvents;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;

/** What is stored: product views as a shop makes them. Encoding them is part of the work that is measured. */
final class Payloads {

  private static final NoArgGenerator IDS = Generators.timeBasedEpochRandomGenerator();
  private static final int VARIETY = 500;

  private final List<Event> views = new MeasuredEvents().each(VARIETY).getOrDefault("product_view", List.of());
  private final EventCodec codec = new AvroEventCodec();

  static UUID id() {
    return IDS.generate();
  }

  /** The key of a message as it is stored. */
  static UUID storedKey() {
    return ClaimKey.of(Claim.Kind.MESSAGE, key()).stored();
  }

  /** Never the same twice, as the keys of messages are: spread over all values. */
  static byte[] key() {
    byte[] key = new byte[16];
    ThreadLocalRandom.current().nextBytes(key);
    return key;
  }

  /** Of a product view: there always are some. */
  static byte[] sealed(NewEvent event) {
    return Objects.requireNonNull(event.event().sealed(), "sealed bytes of a product view");
  }

  Event view(Random random) {
    return views.get(random.nextInt(VARIETY));
  }

  ProfileEvent.InteractionRecorded interaction(Random random) {
    return (ProfileEvent.InteractionRecorded) view(random);
  }

  EventCodec codec() {
    return codec;
  }

  NewEvent event(Random random) {
    return new NewEvent(id(), codec.encode(view(random)), Instant.now(), id(), null, null, null);
  }
}
