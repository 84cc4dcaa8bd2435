package dev.attune.eventstore.stream;

import dev.attune.contracts.wire.Envelope;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;

/** A state that depends on every event and on their order. */
record Tally(long events, int digest) {

  static final Tally NONE = new Tally(0, 1);

  Tally with(byte[] data) {
    return new Tally(events + 1, 31 * digest + Arrays.hashCode(data));
  }

  /** Counts what it folds. */
  static final class Counting implements Fold<Tally> {

    final AtomicInteger folded = new AtomicInteger();

    @Override
    public Tally initial(UUID stream) {
      return NONE;
    }

    @Override
    public Tally evolve(Tally state, Envelope envelope) {
      folded.incrementAndGet();
      return state.with(envelope.event().data());
    }
  }

  record Codec(String revision) implements SnapshotCodec<Tally> {

    @Override
    public byte[] encode(Tally state) {
      return ByteBuffer.allocate(12).putLong(state.events).putInt(state.digest).array();
    }

    @Override
    public Tally decode(UUID stream, byte[] bytes) {
      ByteBuffer in = ByteBuffer.wrap(bytes);
      return new Tally(in.getLong(), in.getInt());
    }
  }
}
