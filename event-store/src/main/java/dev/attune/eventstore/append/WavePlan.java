package dev.attune.eventstore.append;

import dev.attune.eventstore.append.QueuedUnit.Chain;
import dev.attune.eventstore.append.QueuedUnit.ReadyStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A batch, sorted into waves: units of one wave touch different claims and streams, but for those that go on where their
 * predecessor in the chain leaves the stream. So the database can check a wave as a set, and units that get into each
 * other's way still see one another in the order in which they came.
 *
 * @param units in order of waves, otherwise as they came
 * @param waves how many there are
 * @param deferred what would need too many waves, for the next batch, as they came
 */
record WavePlan(List<Placed> units, int waves, List<QueuedUnit> deferred) {

  private static final int MOST_WAVES = 16;

  /**
   * @param opens for each stream of the unit, whether it is the first of its wave to touch it
   */
  record Placed(QueuedUnit queued, int wave, boolean[] opens) {}

  private record Touch(@Nullable Chain chain, StreamHead left, int wave) {}

  static WavePlan of(List<QueuedUnit> units) {
    Map<ClaimKey, Integer> claims = new HashMap<>();
    Map<UUID, Touch> streams = new HashMap<>();
    Map<Chain, Integer> chains = new IdentityHashMap<>();
    List<Placed> placed = new ArrayList<>(units.size());
    List<QueuedUnit> deferred = new ArrayList<>();
    int waves = 1;
    for (QueuedUnit unit : units) {
      int wave = waveOf(unit, claims, streams, chains);
      boolean[] opens = new boolean[unit.streams().size()];
      for (int i = 0; i < opens.length; i++) {
        ReadyStream stream = unit.streams().get(i);
        Touch before = streams.put(stream.expected().stream(), new Touch(unit.chain(), stream.next(), wave));
        opens[i] = before == null || before.wave() != wave;
      }
      unit.keys().forEach(key -> claims.put(key, wave));
      if (unit.chain() != null) {
        chains.put(unit.chain(), wave);
      }
      if (wave > MOST_WAVES) {
        deferred.add(unit);
      } else {
        placed.add(new Placed(unit, wave, opens));
        waves = Math.max(waves, wave);
      }
    }
    if (waves > 1) {
      placed.sort(Comparator.comparingInt(Placed::wave));
    }
    return new WavePlan(placed, waves, deferred);
  }

  private static int waveOf(
      QueuedUnit unit, Map<ClaimKey, Integer> claims, Map<UUID, Touch> streams, Map<Chain, Integer> chains) {
    int wave = unit.chain() == null ? 1 : chains.getOrDefault(unit.chain(), 1);
    for (ClaimKey key : unit.keys()) {
      wave = Math.max(wave, claims.getOrDefault(key, 0) + 1);
    }
    for (ReadyStream stream : unit.streams()) {
      Touch before = streams.get(stream.expected().stream());
      if (before != null) {
        wave = Math.max(wave, goesOn(before, unit, stream) ? before.wave() : before.wave() + 1);
      }
    }
    return wave;
  }

  private static boolean goesOn(Touch before, QueuedUnit unit, ReadyStream stream) {
    return before.chain() != null
        && before.chain() == unit.chain()
        && before.left().version() == stream.expected().version()
        && Arrays.equals(before.left().chain(), stream.expected().chain());
  }
}
