package dev.attune.command.source;

import dev.attune.command.platform.LogFollower;
import dev.attune.command.platform.Lookups;
import dev.attune.contracts.SourceEvent.SourceAdded;
import dev.attune.contracts.Stored;
import dev.attune.contracts.wire.Envelope;
import dev.attune.contracts.wire.EventCodec;
import dev.attune.eventstore.read.EventReader;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * The sources as this node knows them. Thread-safe.
 *
 * <p>Clients drop for good what is answered with 401, so a key that is not known here is looked up in the log again
 * first: readings of the log are at least {@link #PAUSE} apart, and a reading that began after the question answers it.
 */
@Component
public class SourceRegistry {

  static final Duration PAUSE = Duration.ofMillis(100);

  private static final String NAME = SourceAdded.class.getAnnotation(Stored.class).name();

  private final LogFollower follower;
  private final EventCodec codec;
  private final Map<String, Source> byDigest = new ConcurrentHashMap<>();
  private final Lookups lookups = new Lookups();
  private final Object reading = new Object();
  private @Nullable Reading last;

  SourceRegistry(EventReader reader, EventCodec codec, MeterRegistry meters) {
    this.codec = codec;
    lookups.register(meters, "sources", this, one -> one.byDigest.size());
    this.follower = new LogFollower(reader, List.of(NAME), this::accept);
  }

  /**
   * The source with the write key; none if no such source is in the log. Throws what the reader throws if the log cannot
   * be asked.
   */
  public Optional<Source> withKey(String writeKey) {
    String digest = HexFormat.of().formatHex(WriteKeys.digest(writeKey));
    Source known = byDigest.get(digest);
    if (known == null) {
      lookups.miss(1);
      readOnce(System.nanoTime());
      known = byDigest.get(digest);
    } else {
      lookups.hit(1);
    }
    return Optional.ofNullable(known);
  }

  /** All sources, by name. */
  List<Source> all() {
    readOnce(System.nanoTime());
    return byDigest.values().stream().sorted(Comparator.comparing(Source::name)).toList();
  }

  private void readOnce(long asked) {
    synchronized (reading) {
      Reading before = last;
      if (before == null || before.began - asked < 0) {
        if (before != null) {
          pause(before.began + PAUSE.toNanos() - System.nanoTime());
        }
        last = read(System.nanoTime());
      }
      if (last != null && last.failure != null) {
        throw last.failure;
      }
    }
  }

  private Reading read(long began) {
    try {
      follower.catchUp();
      return new Reading(began, null);
    } catch (RuntimeException failure) {
      return new Reading(began, failure);
    }
  }

  private void accept(List<Envelope> envelopes) {
    envelopes.forEach(this::accept);
  }

  private void accept(Envelope envelope) {
    if (codec.decode(envelope.event()) instanceof SourceAdded added) {
      byDigest.put(HexFormat.of().formatHex(added.writeKeyDigest()), new Source(envelope.stream(), added.name()));
    }
  }

  private static void pause(long nanos) {
    if (nanos <= 0) {
      return;
    }
    try {
      Thread.sleep(Duration.ofNanos(nanos));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * @param began {@link System#nanoTime}
   * @param failure what it failed with; tells everybody who waited for it
   */
  private record Reading(long began, @Nullable RuntimeException failure) {}
}
