package dev.attune.query.projection;

import dev.attune.contracts.wire.Envelope;
import dev.attune.query.projection.Decoder.Decoded;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the events of a key back from the first one on that cannot be folded, so that all other keys go on. What is kept
 * back is in the store before the checkpoint moves beyond it. Confined to the generation's thread.
 */
final class Parking {

  private static final Logger LOG = LoggerFactory.getLogger(Parking.class);
  private static final int AT_ONCE = 1_000;

  private final Generation generation;
  private final ParkedStore store;
  private final Folding folding;
  private final Decoder decoder;
  private final Map<String, Parked> keys = new HashMap<>();
  private final Map<Long, byte[]> events = new HashMap<>();
  private final Map<String, Parked> changed = new LinkedHashMap<>();
  private final Set<String> tried = new HashSet<>();

  Parking(Generation generation, ParkedStore store, Folding folding, Decoder decoder) {
    this.generation = generation;
    this.store = store;
    this.folding = folding;
    this.decoder = decoder;
    store.prepare();
  }

  /** Drops what is remembered, and learns what is parked in some partitions. */
  void load(Collection<Integer> partitions) {
    keys.clear();
    events.clear();
    changed.clear();
    for (Parked parked : store.all()) {
      if (partitions.contains(parked.partition())) {
        keys.put(parked.key(), parked);
      }
    }
  }

  /** Keys of which events are parked, of the partitions that are folded here. */
  int open() {
    return keys.isEmpty() ? 0 : (int) keys.values().stream().filter(Parked::isOpen).count();
  }

  /** Takes those out of a batch that are to be parked, or were folded after they had been. */
  List<Recorded> admit(List<Recorded> batch) {
    if (keys.isEmpty()) {
      return batch;
    }
    List<Recorded> admitted = new ArrayList<>(batch.size());
    for (Recorded event : batch) {
      Parked parked = keys.get(key(event.envelope()));
      if (parked == null || !parked.holds(event.position())) {
        admitted.add(event);
      } else if (!parked.has(event.position())) {
        keep(parked, event.envelope(), event.encoded(), "");
      }
    }
    return admitted;
  }

  /** An event cannot be read or folded: it is parked, and everything of its key from now on. */
  void park(int partition, Envelope envelope, byte[] encoded, String reason) {
    Parked before = keys.getOrDefault(key(envelope), Parked.none(key(envelope), partition));
    if (!before.has(envelope.position())) {
      LOG.error(
          "Projection {} parks the events of {} from position {} on: {}",
          generation.id(), key(envelope), envelope.position(), reason);
      keep(before, envelope, encoded, reason);
    }
  }

  private void keep(Parked before, Envelope envelope, byte[] encoded, String reason) {
    Parked after = before.with(envelope.position(), reason);
    tried.add(after.key());
    events.put(envelope.position(), encoded);
    keys.put(after.key(), after);
    changed.put(after.key(), after);
  }

  /** Writes what is to be parked. */
  void save() {
    if (!changed.isEmpty()) {
      store.write(events, changed.values());
      changed.forEach((key, parked) -> keys.put(key, parked.written()));
      changed.clear();
      events.clear();
    }
  }

  /** Tries those keys again for which it was asked, and each once by itself: this release may know what to do. */
  void retry() {
    Set<String> due = new TreeSet<>();
    List<String> open = keys.values().stream().filter(Parked::isOpen).map(Parked::key).toList();
    if (!open.isEmpty()) {
      open.stream().filter(tried::add).forEach(due::add);
      due.addAll(store.takeRequests(open));
      due.forEach(this::retry);
    }
  }

  private void retry(String key) {
    Parked parked = keys.get(key);
    while (parked != null && parked.isOpen()) {
      Parked next = tried(parked);
      store.write(Map.of(), List.of(next));
      keys.put(key, next.written());
      parked = next.attempts() == parked.attempts() ? next.written() : null;
    }
  }

  private Parked tried(Parked parked) {
    List<Long> positions = parked.positions().stream().limit(AT_ONCE).toList();
    List<Recorded> readable = readable(parked, store.events(positions));
    if (readable.isEmpty()) {
      return parked.failed(parked.reason());
    }
    try {
      folding.applyParked(readable, parked.key());
    } catch (PoisonException e) {
      return upTo(parked, e);
    }
    Parked folded = parked.folded(readable.getLast().position());
    return readable.size() == positions.size() ? folded : folded.failed("The next event cannot be read");
  }

  /** Folds what comes before an event that still cannot be folded. */
  private Parked upTo(Parked parked, PoisonException poison) {
    LOG.warn("Projection {} cannot fold what is parked of {} yet", generation.id(), parked.key(), poison);
    String reason = String.valueOf(poison.getMessage());
    List<Long> before =
        parked.positions().headSet(poison.event().position()).stream().limit(AT_ONCE).toList();
    if (before.isEmpty() || poison.isLate()) {
      return parked.failed(reason);
    }
    folding.applyParked(readable(parked, store.events(before)), parked.key());
    return parked.folded(before.getLast()).failed(reason);
  }

  /** The events up to the first one that cannot be read. */
  private List<Recorded> readable(Parked parked, List<byte[]> encoded) {
    List<Recorded> events = new ArrayList<>(encoded.size());
    for (byte[] bytes : encoded) {
      Decoded one = decoder.decode(bytes);
      try {
        events.add(one.recorded(parked.partition()));
      } catch (RuntimeException e) {
        LOG.warn("Projection {} cannot read position {} yet", generation.id(), one.relayed().envelope().position(), e);
        return events;
      }
    }
    return events;
  }

  private static String key(Envelope envelope) {
    return envelope.stream().toString();
  }
}
