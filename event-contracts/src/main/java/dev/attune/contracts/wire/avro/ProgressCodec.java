package dev.attune.contracts.wire.avro;

import dev.attune.contracts.wire.MalformedBytesException;
import dev.attune.contracts.wire.Progress;
import java.util.List;

/**
 * An announcement as the value of a Kafka record: one byte for the format, then Avro binary of {@code
 * wire/progress/1.avsc}. Stateless.
 */
public final class ProgressCodec {

  private static final byte FORMAT = 1;
  private static final Shape EPOCH =
      new Shape() {
        @Override
        public void write(Object value, BinaryOut out) {
          Progress.EpochStart start = (Progress.EpochStart) value;
          out.whole(start.epoch());
          out.whole(start.from());
        }

        @Override
        public Object read(BinaryIn in) {
          return new Progress.EpochStart(in.wholeInt(), in.whole());
        }
      };
  private static final Shape EPOCHS = new ListShape(EPOCH);
  private static final Shape POSITIONS = new ListShape(Scalars.LONG);

  public byte[] encode(Progress progress) {
    BinaryOut out = new BinaryOut();
    out.raw(FORMAT);
    out.whole(progress.position());
    out.whole(progress.head());
    POSITIONS.write(progress.lastByPartition(), out);
    EPOCHS.write(progress.epochs(), out);
    return out.copy(0, out.size());
  }

  /**
   * @throws MalformedBytesException if the value is none of ours, damaged, or of a format newer than this version
   */
  @SuppressWarnings("unchecked") // the shapes read nothing else
  public Progress decode(byte[] value) {
    try {
      BinaryIn in = Format.open(value, FORMAT);
      Progress progress =
          new Progress(
              in.whole(),
              in.whole(),
              (List<Long>) POSITIONS.read(in),
              (List<Progress.EpochStart>) EPOCHS.read(in));
      in.end();
      return progress;
    } catch (MalformedBytesException e) {
      throw new MalformedBytesException("A progress announcement cannot be read: " + e.getMessage(), e);
    }
  }
}
