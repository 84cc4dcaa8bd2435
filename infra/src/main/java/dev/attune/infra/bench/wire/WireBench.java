package dev.attune.infra.bench.wire;

import dev.attune.contracts.Event;
import dev.attune.contracts.wire.Envelope;
import dev.attune.contracts.wire.Relayed;
import dev.attune.contracts.wire.avro.AvroEventCodec;
import dev.attune.contracts.wire.avro.RelayedCodec;
import dev.attune.infra.bench.codec.MeasuredEvents;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.record.CompressionType;
import org.apache.kafka.common.record.MemoryRecords;
import org.apache.kafka.common.record.MemoryRecordsBuilder;
import org.apache.kafka.common.record.Record;
import org.apache.kafka.common.record.TimestampType;

/**
 * Builds and reads Kafka's record batches of a shop's events with each compression: batches of 1 (an idle relay, where
 * latency counts), 8 and 64 records (a busy one). One thread; each figure is the median of rounds taken in turn.
 */
public final class WireBench {

  private static final int EVENTS = 4_096;
  private static final int ROUNDS = 15;
  private static final int WARM_UP_ROUNDS = 5;
  private static final int[] BATCHES = {1, 8, 64};
  private static final List<CompressionType> TYPES =
      List.of(CompressionType.NONE, CompressionType.LZ4, CompressionType.SNAPPY, CompressionType.ZSTD);

  private final List<Relayed> relayed = relayed();
  private final RelayedCodec codec = new RelayedCodec();
  private final ByteBuffer buffer = ByteBuffer.allocate(4 << 20);
  /** Keeps the compiler from leaving out what nobody looks at. */
  private long checksum;

  private WireBench() {}

  public static void main(String[] arguments) {
    System.out.printf(
        Locale.ROOT, "JVM %s, %d processors; %d events of seed 20261123, median of %d rounds%n%n",
        Runtime.version(), Runtime.getRuntime().availableProcessors(), EVENTS, ROUNDS);
    System.out.println("| records in a batch | compression | bytes an event | write ns | read ns |");
    System.out.println("|--:|---|--:|--:|--:|");
    run().forEach(
        (subject, figures) ->
            System.out.printf(
                Locale.ROOT, "| %s | %s | %.0f | %.0f | %.0f |%n", subject.split("/")[1], subject.split("/")[0],
                figures[0], figures[1], figures[2]));
  }

  /**
   * Takes about half a minute.
   *
   * @return bytes, nanoseconds to write and nanoseconds to read an event, by compression and records in a batch
   */
  public static Map<String, double[]> run() {
    WireBench bench = new WireBench();
    Map<String, List<double[]>> rounds = new LinkedHashMap<>();
    for (int round = 0; round < WARM_UP_ROUNDS + ROUNDS; round++) {
      for (int size : BATCHES) {
        for (CompressionType type : TYPES) {
          double[] figures = bench.measure(type, size);
          if (round >= WARM_UP_ROUNDS) {
            rounds.computeIfAbsent(type.name + "/" + size, subject -> new ArrayList<>()).add(figures);
          }
        }
      }
    }
    Map<String, double[]> medians = new LinkedHashMap<>();
    rounds.forEach((subject, all) -> medians.put(subject, median(all)));
    if (bench.checksum <= 0) {
      throw new IllegalStateException("Nothing was read");
    }
    return medians;
  }

  private double[] measure(CompressionType type, int size) {
    Compression compression = Compression.of(type).build();
    List<byte[]> batches = new ArrayList<>();
    long start = System.nanoTime();
    for (int from = 0; from < relayed.size(); from += size) {
      batches.add(write(compression, relayed.subList(from, from + size)));
    }
    long written = System.nanoTime();
    batches.forEach(this::read);
    long ended = System.nanoTime();
    double bytes = batches.stream().mapToLong(batch -> batch.length).sum();
    return new double[] {
      bytes / EVENTS, (written - start) / (double) EVENTS, (ended - written) / (double) EVENTS
    };
  }

  private byte[] write(Compression compression, List<Relayed> events) {
    buffer.clear();
    try (MemoryRecordsBuilder records =
        MemoryRecords.builder(buffer, compression, TimestampType.CREATE_TIME, 0L)) {
      for (Relayed event : events) {
        Envelope envelope = event.envelope();
        records.append(
            envelope.recordedAt().toEpochMilli(),
            ByteBuffer.allocate(16)
                .putLong(envelope.stream().getMostSignificantBits())
                .putLong(envelope.stream().getLeastSignificantBits())
                .array(),
            codec.encode(event));
      }
      ByteBuffer built = records.build().buffer();
      byte[] bytes = new byte[built.remaining()];
      built.get(bytes);
      return bytes;
    }
  }

  private void read(byte[] batch) {
    for (Record record : MemoryRecords.readableRecords(ByteBuffer.wrap(batch)).records()) {
      ByteBuffer value = record.value();
      byte[] bytes = new byte[value.remaining()];
      value.get(bytes);
      checksum += codec.decode(bytes).previous();
    }
  }

  /** A shop's mix: mostly views, with the odd purchase, decision and new identity. */
  private static List<Relayed> relayed() {
    AvroEventCodec events = new AvroEventCodec();
    Map<String, List<Event>> kinds = new MeasuredEvents().each(EVENTS);
    Random random = new Random(20261123);
    List<Relayed> relayed = new ArrayList<>();
    Instant time = Instant.parse("2026-11-23T09:00:00Z");
    for (int position = 1; position <= EVENTS; position++) {
      int lot = random.nextInt(100);
      String kind = lot < 70 ? "product_view" : lot < 76 ? "purchase" : lot < 88 ? "decision_made" : "identity_linked";
      time = time.plusNanos(1_000L * random.nextInt(10_000));
      Envelope envelope =
          new Envelope(
              new UUID(random.nextLong(), random.nextLong()), new UUID(random.nextLong(), random.nextLong()),
              1 + random.nextInt(200), 1_000_000L + position, 1, time, time.minusMillis(random.nextInt(500)),
              new UUID(random.nextLong(), random.nextLong()), null, null,
              events.encode(kinds.getOrDefault(kind, List.of()).get(position - 1)), null);
      relayed.add(new Relayed(envelope, 1_000_000L + position - 64));
    }
    return relayed;
  }

  private static double[] median(List<double[]> rounds) {
    double[] median = new double[3];
    for (int figure = 0; figure < median.length; figure++) {
      int column = figure;
      double[] sorted = rounds.stream().mapToDouble(round -> round[column]).toArray();
      Arrays.sort(sorted);
      median[figure] = sorted[sorted.length / 2];
    }
    return median;
  }
}
