package dev.attune.contracts.wire.avro;

import dev.attune.contracts.wire.Encoded;
import dev.attune.contracts.wire.Envelope;
import dev.attune.contracts.wire.GapReport;
import dev.attune.contracts.wire.MalformedBytesException;
import dev.attune.contracts.wire.Progress;
import dev.attune.contracts.wire.Relayed;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.DecoderFactory;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What travels on Kafka, pinned by {@code golden/wire/<record>.<format>.<case>.hex}. */
class WireTest {

  private static final RelayedCodec RELAYED = new RelayedCodec();
  private static final ProgressCodec PROGRESS = new ProgressCodec();
  private static final GapReportCodec GAP_REPORT = new GapReportCodec();
  private static final Relayed FULL =
      new Relayed(
          new Envelope(
              UUID.fromString("019ab0c4-7e00-7abc-8def-0123456789ab"),
              UUID.fromString("0c9f6c7e-3b0a-4f0e-8a38-2f1d0e5a9b77"),
              12,
              1_000_003,
              2,
              Instant.parse("2026-11-23T12:00:00.123456Z"),
              Instant.parse("2026-11-23T11:59:59.999999Z"),
              UUID.fromString("019ab0c4-7e00-7000-8000-000000000001"),
              UUID.fromString("019ab0c4-7e00-7000-8000-000000000002"),
              "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
              new Encoded("offer.published", 1, SampleEvents.bytes(20), SampleEvents.bytes(10)),
              UUID.fromString("019ab0c4-7e00-7000-8000-000000000003")),
          999_940);
  private static final Relayed SPARSE =
      new Relayed(
          new Envelope(
              new UUID(0, 0),
              new UUID(-1, -1),
              1,
              1,
              1,
              Instant.EPOCH,
              Instant.parse("1969-12-31T23:59:59.999999Z"),
              null,
              null,
              null,
              new Encoded("offer.archived", 1, new byte[0], null),
              null),
          0);
  private static final Progress ANNOUNCEMENT =
      new Progress(
          41, 50, List.of(0L, 41L, 40L), List.of(new Progress.EpochStart(1, 1), new Progress.EpochStart(2, 30)));
  private static final GapReport MISSING = new GapReport("kVf3cBZ1Q0ilU3k9nVh0wA", 63, 1_000_003);

  @Test
  void an_envelope_is_written_as_before_and_reads_back() {
    assertGolden("relayed.1.full", RELAYED.encode(FULL));
    assertGolden("relayed.1.sparse", RELAYED.encode(SPARSE));
    assertThat(RELAYED.decode(golden("relayed.1.full"))).usingRecursiveComparison().isEqualTo(FULL);
    assertThat(RELAYED.decode(golden("relayed.1.sparse"))).usingRecursiveComparison().isEqualTo(SPARSE);
  }

  @Test
  void an_announcement_is_written_as_before_and_reads_back() {
    assertGolden("progress.1.full", PROGRESS.encode(ANNOUNCEMENT));
    assertThat(PROGRESS.decode(golden("progress.1.full"))).isEqualTo(ANNOUNCEMENT);
  }

  @Test
  void a_report_of_a_gap_is_written_as_before_and_reads_back() {
    assertGolden("gap-report.1.full", GAP_REPORT.encode(MISSING));
    assertThat(GAP_REPORT.decode(golden("gap-report.1.full"))).isEqualTo(MISSING);
  }

  @Test
  void the_head_of_an_envelope_is_read_without_the_rest() {
    byte[] value = RELAYED.encode(FULL);
    var head = new RelayedCodec.Head(1_000_003, 999_940, 2, FULL.envelope().stream());

    assertThat(RELAYED.head(value)).isEqualTo(head);
    assertThat(RELAYED.head(Arrays.copyOf(value, 40))).isEqualTo(head);
  }

  @Test
  void the_bytes_after_the_first_are_what_the_schemas_say() throws IOException {
    GenericRecord relayed = generic("relayed", RELAYED.encode(FULL));
    assertThat(relayed.get("previous")).isEqualTo(999_940L);
    assertThat(relayed.get("traceparent")).hasToString(FULL.envelope().traceparent());
    assertThat(relayed.get("sealedWith")).isNotNull();
    assertThat(generic("relayed", RELAYED.encode(SPARSE)).get("sealed")).isNull();

    GenericRecord progress = generic("progress", PROGRESS.encode(ANNOUNCEMENT));
    assertThat(progress.get("lastByPartition")).isEqualTo(List.of(0L, 41L, 40L));
    assertThat(progress.get("epochs")).hasToString("[{\"epoch\": 1, \"from\": 1}, {\"epoch\": 2, \"from\": 30}]");
  }

  @Test
  void the_bytes_of_a_report_of_a_gap_are_what_its_schema_says() throws IOException {
    GenericRecord report = generic("gap-report", GAP_REPORT.encode(MISSING));
    assertThat(report.get("topicId")).hasToString(MISSING.topicId());
    assertThat(report.get("partition")).isEqualTo(63);
    assertThat(report.get("after")).isEqualTo(1_000_003L);
  }

  @Test
  void damaged_values_are_refused() {
    assertTruncationsRefused(RELAYED.encode(FULL), RELAYED::decode, "A record of the event topic cannot be read: ");
    assertTruncationsRefused(
        PROGRESS.encode(ANNOUNCEMENT), PROGRESS::decode, "A progress announcement cannot be read: ");
    assertTruncationsRefused(GAP_REPORT.encode(MISSING), GAP_REPORT::decode, "A report of a gap cannot be read: ");
  }

  @Test
  void a_newer_format_is_named() {
    assertThatThrownBy(() -> RELAYED.decode(new byte[] {2, 0}))
        .isInstanceOf(MalformedBytesException.class)
        .hasMessageContaining("its format is 2, and this version knows 1");
    assertThatThrownBy(() -> PROGRESS.decode("{}".getBytes(StandardCharsets.UTF_8)))
        .isInstanceOf(MalformedBytesException.class)
        .hasMessageContaining("its format is 123");
  }

  private static void assertTruncationsRefused(byte[] whole, Consumer<byte[]> decode, String beginning) {
    for (int length = 0; length < whole.length; length++) {
      byte[] cut = Arrays.copyOf(whole, length);
      assertThatThrownBy(() -> decode.accept(cut))
          .isInstanceOf(MalformedBytesException.class)
          .hasMessageStartingWith(beginning);
    }
    assertThatThrownBy(() -> decode.accept(Arrays.copyOf(whole, whole.length + 1)))
        .isInstanceOf(MalformedBytesException.class);
  }

  private static GenericRecord generic(String name, byte[] value) throws IOException {
    Schema schema = new EventSchemas("/wire").load(name, 1);
    BinaryDecoder decoder = DecoderFactory.get().binaryDecoder(value, 1, value.length - 1, null);
    GenericRecord record = new GenericDatumReader<GenericRecord>(schema).read(null, decoder);
    assertThat(decoder.isEnd()).isTrue();
    return record;
  }

  private static void assertGolden(String name, byte[] value) {
    Path file = file(name);
    if ("write".equals(System.getProperty("attune.golden")) && !Files.exists(file)) {
      ModuleFiles.write(file, HexFormat.of().formatHex(value) + "\n");
    }
    assertThat(value).as(name).isEqualTo(golden(name));
  }

  private static byte[] golden(String name) {
    return HexFormat.of().parseHex(ModuleFiles.read(file(name)).strip());
  }

  private static Path file(String name) {
    return ModuleFiles.GOLDEN.resolve("wire").resolve(name + ".hex");
  }
}
