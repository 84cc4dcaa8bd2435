package dev.attune.query.projection;

import dev.attune.contracts.ProfileEvent;
import dev.attune.contracts.wire.Envelope;
import dev.attune.contracts.wire.EventCodec;
import dev.attune.contracts.wire.Relayed;
import dev.attune.contracts.wire.avro.AvroEventCodec;
import dev.attune.contracts.wire.avro.RelayedCodec;
import dev.attune.query.fixture.Happenings;
import dev.attune.query.projection.Decoder.Decoded;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

import static dev.attune.query.fixture.Happenings.NOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class DecoderTest {

  private static final EventCodec EVENTS = new AvroEventCodec();
  private static final RelayedCodec RECORDS = new RelayedCodec();

  private final Decoder decoder = new Decoder(RECORDS, EVENTS);

  /** A copy of the bytes for each, as every consumer gets. */
  private static ConsumerRecord<byte[], byte[]> record(int partition, long offset, String message) {
    ProfileEvent event = Happenings.view(message, "p-1", NOON);
    Envelope envelope = Happenings.envelope(new UUID(5, 6), 1, 1, event, NOON, NOON);
    return new ConsumerRecord<>("t", partition, offset, new byte[0], RECORDS.encode(new Relayed(envelope, 0)));
  }

  @Test
  void whatOneHasReadIsThereForTheNext() {
    Decoded first = decoder.decode(record(3, 70, "m-1"));
    Decoded second = decoder.decode(record(3, 70, "m-1"));
    assertThat(second).isSameAs(first);
    assertThat(second.event()).isSameAs(first.event()).isEqualTo(Happenings.view("m-1", "p-1", NOON));
    assertThat(decoder.decode(record(4, 70, "m-1"))).isNotSameAs(first);
  }

  @Test
  void theSameOffsetOfAnotherTopicIsAnotherRecord() {
    decoder.decode(record(3, 70, "m-1"));
    assertThat(decoder.decode(record(3, 70, "m-2")).event()).isEqualTo(Happenings.view("m-2", "p-1", NOON));
  }

  @Test
  void whoReadsOldRecordsDoesNotTakeTheNewOnesAway() {
    Decoded fresh = decoder.decode(record(3, 64 + 6, "m-1"));
    assertThat(decoder.decode(record(3, 6, "m-0")).event()).isEqualTo(Happenings.view("m-0", "p-1", NOON));
    assertThat(decoder.decode(record(3, 64 + 6, "m-1"))).isSameAs(fresh);
  }

  @Test
  void whatCannotBeReadIsNotRemembered() {
    ConsumerRecord<byte[], byte[]> broken = new ConsumerRecord<>("t", 3, 70, new byte[0], new byte[] {9, 9});
    assertThatThrownBy(() -> decoder.decode(broken)).isInstanceOf(RuntimeException.class);
    assertThat(decoder.decode(record(3, 70, "m-1")).event()).isEqualTo(Happenings.view("m-1", "p-1", NOON));
  }

  @Test
  void aLargeRecordIsNotKept() {
    String large = "m".repeat(3_000);
    Decoded first = decoder.decode(record(3, 70, large));
    assertThat(decoder.decode(record(3, 70, large))).isNotSameAs(first);
  }
}
