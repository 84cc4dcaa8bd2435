package dev.attune.query.projection;

import dev.attune.contracts.wire.Relayed;
import dev.attune.query.projection.AssignedPartition.Gap;
import dev.attune.query.projection.Decoder.Decoded;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Judges the records of a partition and picks those that are to be folded. */
final class Intake {

  private static final Logger LOG = LoggerFactory.getLogger(Intake.class);

  private final String projection;
  private final Decoder decoder;
  private final ProjectionMetrics metrics;

  Intake(String projection, Decoder decoder, ProjectionMetrics metrics) {
    this.projection = projection;
    this.decoder = decoder;
    this.metrics = metrics;
  }

  /**
   * Adds what is to be folded to a batch, and parks what cannot be read.
   *
   * @param epochs of the log; those that the partition was found to hold nothing void by
   * @return offset to go on from if it is another than that after the last record; -1 otherwise
   */
  long take(
      AssignedPartition partition,
      List<ConsumerRecord<byte[], byte[]>> polled,
      Epochs epochs,
      List<Recorded> batch,
      Parking parking) {
    for (ConsumerRecord<byte[], byte[]> record : polled) {
      if (partition.failure() != null) {
        return -1;
      }
      try {
        Decoded decoded = decoder.decode(record);
        Relayed relayed = decoded.relayed();
        if (partition.stopsBefore(relayed.envelope().position())) {
          partition.fail("position " + relayed.envelope().position() + " cannot be folded; the log says why");
          return -1;
        }
        switch (Verdict.of(relayed, partition.at().position(), epochs)) {
          case APPLY -> {
            partition.advance(relayed.envelope(), record.offset());
            read(record.partition(), decoded, batch, parking);
          }
          case REPEATED, VOID -> {}
          case UNKNOWN_EPOCH -> {
            return record.offset();
          }
          case GAP -> {
            if (partition.met(gap(partition, relayed))) {
              report(partition, relayed);
              return partition.at().offset();
            }
          }
        }
      } catch (RuntimeException e) {
        partition.fail("offset " + record.offset() + ": " + e.getMessage());
        LOG.error(
            "Projection {} stops in partition {}: the record at offset {} cannot be read",
            projection, record.partition(), record.offset(), e);
      }
    }
    return -1;
  }

  private static void read(int partition, Decoded decoded, List<Recorded> batch, Parking parking) {
    try {
      batch.add(decoded.recorded(partition));
    } catch (RuntimeException e) {
      parking.park(partition, decoded.relayed().envelope(), decoded.encoded(), "The event cannot be read: " + e);
    }
  }

  private static Gap gap(AssignedPartition partition, Relayed relayed) {
    return new Gap(partition.at().position(), relayed.envelope().position(), relayed.previous());
  }

  private void report(AssignedPartition partition, Relayed relayed) {
    metrics.gap();
    LOG.warn(
        "Projection {} misses events in partition {}: after position {} comes {}, which follows {}; nothing is folded"
            + " there until they are sent again",
        projection, partition.at().partition(), partition.at().position(), relayed.envelope().position(),
        relayed.previous());
  }
}
