package dev.attune.contracts.wire.avro;

import dev.attune.contracts.Event;
import dev.attune.contracts.Stored;
import dev.attune.contracts.wire.Encoded;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What was written once is read for ever. {@code golden/<name>/<revision>.<case>.hex} is what a release wrote, line
 * one the data and line two the sealed bytes ("-" for none); the {@code .json} beside it is what that reads as today.
 *
 * <p>{@code ./mvnw -pl event-contracts test -Dtest=GoldenEventsTest -Dattune.golden=write} adds files for revisions and
 * cases that have none and writes the .json files anew, for review. It never touches a .hex file that is there.
 */
class GoldenEventsTest {

  private static final AvroEventCodec CODEC = new AvroEventCodec();
  private static final HexFormat HEX = HexFormat.of();

  @BeforeAll
  static void write_missing_files_if_asked_to() {
    if ("write".equals(System.getProperty("attune.golden"))) {
      SampleEvents.all().forEach((name, event) -> writeIfMissing(fileOf(name, event), CODEC.encode(event)));
      ModuleFiles.find(ModuleFiles.GOLDEN, ".hex").stream()
          .filter(GoldenEventsTest::isEvent)
          .forEach(file -> ModuleFiles.write(json(file), Readable.of(CODEC.decode(read(file)))));
    }
  }

  @TestFactory
  Stream<DynamicTest> every_golden_file_reads_as_it_says() {
    List<Path> files = ModuleFiles.find(ModuleFiles.GOLDEN, ".hex").stream().filter(GoldenEventsTest::isEvent).toList();
    assertThat(files).hasSizeGreaterThanOrEqualTo(SampleEvents.all().size());
    return files.stream()
        .map(
            file ->
                DynamicTest.dynamicTest(
                    ModuleFiles.GOLDEN.relativize(file).toString(),
                    () ->
                        assertThat(Readable.of(CODEC.decode(read(file))))
                            .as("what %s reads as today", file)
                            .isEqualTo(ModuleFiles.read(json(file)))));
  }

  @TestFactory
  Stream<DynamicTest> the_newest_revision_is_written_byte_for_byte_as_before() {
    return SampleEvents.all().entrySet().stream()
        .map(
            sample ->
                DynamicTest.dynamicTest(
                    sample.getKey(),
                    () -> {
                      Path file = fileOf(sample.getKey(), sample.getValue());
                      assertThat(file).as("write it with -Dattune.golden=write").exists();
                      assertThat(text(CODEC.encode(sample.getValue()))).isEqualTo(ModuleFiles.read(file));
                      assertThat(Readable.of(sample.getValue())).isEqualTo(ModuleFiles.read(json(file)));
                    }));
  }

  @Test
  void every_revision_of_every_event_type_has_a_golden_file() {
    for (Class<?> type : AvroEventCodec.eventTypes()) {
      Stored stored = type.getAnnotation(Stored.class);
      for (int revision = 1; revision <= stored.revision(); revision++) {
        String beginning = revision + ".";
        assertThat(ModuleFiles.find(ModuleFiles.GOLDEN.resolve(stored.name()), ".hex"))
            .as("golden files of %s revision %d", stored.name(), revision)
            .anyMatch(file -> file.getFileName().toString().startsWith(beginning));
      }
    }
  }

  private static boolean isEvent(Path file) {
    return !file.startsWith(ModuleFiles.GOLDEN.resolve("wire"));
  }

  private static Path fileOf(String sample, Event event) {
    String[] parts = sample.split("/");
    int revision = event.getClass().getAnnotation(Stored.class).revision();
    return ModuleFiles.GOLDEN.resolve(parts[0]).resolve("%d.%s.hex".formatted(revision, parts[1]));
  }

  private static Path json(Path hex) {
    return hex.resolveSibling(hex.getFileName().toString().replace(".hex", ".json"));
  }

  private static void writeIfMissing(Path file, Encoded encoded) {
    if (!Files.exists(file)) {
      ModuleFiles.write(file, text(encoded));
    }
  }

  private static String text(Encoded encoded) {
    String sealed = encoded.sealed() == null ? "-" : HEX.formatHex(encoded.sealed());
    return HEX.formatHex(encoded.data()) + "\n" + sealed + "\n";
  }

  private static Encoded read(Path file) {
    String[] lines = ModuleFiles.read(file).split("\n");
    int revision = Integer.parseInt(file.getFileName().toString().split("\\.")[0]);
    byte[] sealed = lines[1].equals("-") ? null : HEX.parseHex(lines[1]);
    return new Encoded(file.getParent().getFileName().toString(), revision, HEX.parseHex(lines[0]), sealed);
  }
}
