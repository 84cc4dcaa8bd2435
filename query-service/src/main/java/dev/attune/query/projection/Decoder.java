package dev.attune.query.projection;

import dev.attune.contracts.Event;
import dev.attune.contracts.wire.EventCodec;
import dev.attune.contracts.wire.Relayed;
import dev.attune.contracts.wire.avro.RelayedCodec;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/**
 * Decodes records once for all projections of the process: they read the same ones, some milliseconds after each other.
 * Remembers the latest {@value #OF_A_PARTITION} of each partition (of {@value #PARTITIONS} partitions; where there are more,
 * some share a place), but none larger than {@value #LARGEST} bytes. Who reads older ones, as a rebuild does, decodes for
 * itself, and so does everybody in a topic that was made anew until it is as long as the one before. Thread-safe.
 */
public final class Decoder {

  private static final int OF_A_PARTITION = 64;
  private static final int PARTITIONS = 64;

  /** Bytes of a record that is remembered: with what is decoded of it, all of them take 40 MB at most. */
  private static final int LARGEST = 2_048;

  private final RelayedCodec records;
  private final EventCodec events;
  private final AtomicReferenceArray<@Nullable Decoded> latest = new AtomicReferenceArray<>(PARTITIONS * OF_A_PARTITION);

  public Decoder(RelayedCodec records, EventCodec events) {
    this.records = records;
    this.events = events;
  }

  /**
   * Decodes all but the event itself of a record that nobody else is to read.
   *
   * @throws RuntimeException if it cannot be read
   */
  Decoded decode(byte[] encoded) {
    return new Decoded(-1, encoded, records.decode(encoded), events);
  }

  /**
   * Decodes all but the event itself.
   *
   * @throws RuntimeException if it cannot be read
   */
  Decoded decode(ConsumerRecord<byte[], byte[]> record) {
    int place = record.partition() % PARTITIONS * OF_A_PARTITION + (int) (record.offset() % OF_A_PARTITION);
    Decoded known = latest.get(place);
    // the bytes count: a topic that was made anew has the same offsets
    if (known != null && known.offset == record.offset() && Arrays.equals(known.encoded, record.value())) {
      return known;
    }
    Decoded decoded = new Decoded(record.offset(), record.value(), records.decode(record.value()), events);
    if (record.value().length <= LARGEST && (known == null || known.offset < record.offset())) {
      latest.set(place, decoded);
    }
    return decoded;
  }

  /** A record that was read. */
  static final class Decoded {

    private final long offset;
    private final byte[] encoded;
    private final Relayed relayed;
    private final EventCodec codec;
    private volatile @Nullable Event event;

    private Decoded(long offset, byte[] encoded, Relayed relayed, EventCodec codec) {
      this.offset = offset;
      this.encoded = encoded;
      this.relayed = relayed;
      this.codec = codec;
    }

    Relayed relayed() {
      return relayed;
    }

    /** The whole record as it was on the wire; one array for all who keep it. */
    byte[] encoded() {
      return encoded;
    }

    /**
     * As it is folded.
     *
     * @throws RuntimeException if the event cannot be read
     */
    Recorded recorded(int partition) {
      return new Recorded(partition, relayed.envelope(), event(), encoded);
    }

    /**
     * What happened.
     *
     * @throws RuntimeException if it cannot be read
     */
    Event event() {
      Event known = event;
      if (known == null) {
        known = codec.decode(relayed.envelope().event());
        event = known;
      }
      return known;
    }
  }
}
