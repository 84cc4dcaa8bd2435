package dev.attune.eventstore.append;

import dev.attune.eventstore.append.QueuedUnit.ReadyEvent;
import dev.attune.eventstore.append.QueuedUnit.ReadyStream;
import dev.attune.eventstore.append.WavePlan.Placed;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A planned batch as the arrays that {@code append_units} takes; built before the lock is taken. */
final class Columns {

  private final Units units;
  private final Streams streams;
  private final Claims claims;
  private final Events events;
  private final List<Claim> claimOf;
  private final List<ReadyStream> streamOf;

  Columns(WavePlan plan, Map<String, Short> types) {
    List<Placed> placed = plan.units();
    streamOf = placed.stream().flatMap(unit -> unit.queued().streams().stream()).toList();
    claimOf = placed.stream().flatMap(unit -> unit.queued().unit().claims().stream()).toList();
    units = new Units(placed);
    streams = new Streams(streamOf.size());
    claims = new Claims(claimOf.size());
    events = new Events(placed.stream().mapToInt(unit -> unit.queued().events()).sum());
    for (int i = 0; i < placed.size(); i++) {
      fill(i + 1, placed.get(i), types);
    }
  }

  /** The claim with an ordinal, from 1. */
  Claim claim(int ordinal) {
    return claimOf.get(ordinal - 1);
  }

  /** The stream with an ordinal, from 1. */
  StreamHead expected(int ordinal) {
    return streamOf.get(ordinal - 1).expected();
  }

  void bind(ArrayBinder to) throws SQLException {
    units.bind(to);
    streams.bind(to);
    claims.bind(to);
    events.bind(to);
  }

  private void fill(int number, Placed unit, Map<String, Short> types) {
    int position = 0;
    for (ReadyStream stream : unit.queued().streams()) {
      for (ReadyEvent event : stream.events()) {
        events.add(number, stream.expected().stream(), event, types);
      }
      streams.add(number, unit, position++, stream, events.size);
    }
    for (Claim claim : unit.queued().unit().claims()) {
      claims.add(number, unit.wave(), claim, events.size);
    }
  }

  private static final class Units {
    private final int[] wave;
    private final int[] chain;
    private final int[] events;
    private final UUID[] attempt;

    Units(List<Placed> placed) {
      wave = placed.stream().mapToInt(Placed::wave).toArray();
      events = placed.stream().mapToInt(unit -> unit.queued().events()).toArray();
      attempt = placed.stream().map(unit -> unit.queued().unit().attempt()).toArray(UUID[]::new);
      Map<QueuedUnit.Chain, Integer> numbers = new java.util.IdentityHashMap<>();
      chain = new int[placed.size()];
      for (int i = 0; i < chain.length; i++) {
        QueuedUnit.Chain of = placed.get(i).queued().chain();
        chain[i] = of == null ? 0 : numbers.computeIfAbsent(of, fresh -> numbers.size() + 1);
      }
    }

    void bind(ArrayBinder to) throws SQLException {
      to.array(wave).array(chain).array(events).array(attempt);
    }
  }

  private static final class Streams {
    private final int[] unit;
    private final int[] wave;
    private final boolean[] opens;
    private final UUID[] stream;
    private final long[] expected;
    private final byte[][] expectedChain;
    private final UUID[] firstEvent;
    private final long[] version;
    private final byte[][] chain;
    private final int[] offset;
    private int size;

    Streams(int count) {
      unit = new int[count];
      wave = new int[count];
      opens = new boolean[count];
      stream = new UUID[count];
      expected = new long[count];
      expectedChain = new byte[count][];
      firstEvent = new UUID[count];
      version = new long[count];
      chain = new byte[count][];
      offset = new int[count];
    }

    void add(int number, Placed placed, int inUnit, ReadyStream ready, int eventsSoFar) {
      unit[size] = number;
      wave[size] = placed.wave();
      opens[size] = placed.opens()[inUnit];
      stream[size] = ready.expected().stream();
      expected[size] = ready.expected().version();
      expectedChain[size] = ready.expected().chain();
      firstEvent[size] = ready.events().getFirst().event().eventId();
      version[size] = ready.next().version();
      chain[size] = ready.next().chain();
      offset[size++] = eventsSoFar;
    }

    void bind(ArrayBinder to) throws SQLException {
      to.array(unit).array(wave).array(opens).array(stream).array(expected).array(expectedChain);
      to.array(firstEvent).array(version).array(chain).array(offset);
    }
  }

  private static final class Claims {
    private final int[] unit;
    private final int[] wave;
    private final short[] kind;
    private final byte[][] key;
    private final UUID[] stream;
    private final @Nullable UUID[] heldBy;
    private final int[] offset;
    private int size;

    Claims(int count) {
      unit = new int[count];
      wave = new int[count];
      kind = new short[count];
      key = new byte[count][];
      stream = new UUID[count];
      heldBy = new UUID[count];
      offset = new int[count];
    }

    void add(int number, int inWave, Claim claim, int eventsSoFar) {
      unit[size] = number;
      wave[size] = inWave;
      kind[size] = (short) claim.kind().number();
      key[size] = claim.key();
      stream[size] = claim.stream();
      heldBy[size] = claim.heldBy();
      offset[size++] = eventsSoFar;
    }

    void bind(ArrayBinder to) throws SQLException {
      to.array(unit).array(wave).array(kind).array(key).array(stream).array(heldBy).array(offset);
    }
  }

  private static final class Events {
    private final int[] unit;
    private final ReadyEvent[] ready;
    private final UUID[] stream;
    private final short[] type;
    private int size;

    Events(int count) {
      unit = new int[count];
      ready = new ReadyEvent[count];
      stream = new UUID[count];
      type = new short[count];
    }

    void add(int number, UUID ofStream, ReadyEvent event, Map<String, Short> types) {
      unit[size] = number;
      stream[size] = ofStream;
      type[size] = java.util.Objects.requireNonNull(types.get(event.event().event().name()));
      ready[size++] = event;
    }

    void bind(ArrayBinder to) throws SQLException {
      UUID[] id = new UUID[size];
      long[] version = new long[size];
      short[] revision = new short[size];
      long[] occurred = new long[size];
      @Nullable UUID[] correlation = new UUID[size];
      @Nullable UUID[] causation = new UUID[size];
      @Nullable String[] traceparent = new String[size];
      byte[][] data = new byte[size][];
      byte @Nullable [][] sealed = new byte[size][];
      @Nullable UUID[] sealedWith = new UUID[size];
      int[] checksum = new int[size];
      byte[][] chain = new byte[size][];
      for (int i = 0; i < size; i++) {
        NewEvent event = ready[i].event();
        id[i] = event.eventId();
        version[i] = ready[i].version();
        revision[i] = (short) event.event().revision();
        occurred[i] = ready[i].occurredMicros();
        correlation[i] = event.correlation();
        causation[i] = event.causation();
        traceparent[i] = event.traceparent();
        data[i] = event.event().data();
        sealed[i] = event.event().sealed();
        sealedWith[i] = event.sealedWith();
        checksum[i] = ready[i].checksum();
        chain[i] = ready[i].chain();
      }
      to.array(unit).array(id).array(stream).array(version).array(type).array(revision).array(occurred);
      to.array(correlation).array(causation).array(traceparent).array(data).array(sealed).array(sealedWith);
      to.array(checksum).array(chain);
    }
  }
}
