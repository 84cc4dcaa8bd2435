package dev.attune.contracts.wire.avro;

import dev.attune.contracts.Stored;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class SchemaCompatibilityTest {

  private static final EventSchemas SCHEMAS = new EventSchemas("/schemas");

  @Test
  void the_newest_revision_of_every_event_type_reads_all_older_ones() {
    for (Class<?> type : AvroEventCodec.eventTypes()) {
      Stored stored = type.getAnnotation(Stored.class);
      assertThat(SchemaRules.brokenIn(stored.name(), revisions(stored))).isEmpty();
    }
  }

  @Test
  void released_schemas_are_never_changed() {
    assertThat(SchemaRules.brokenIn(released(), files())).isEmpty();
  }

  @Test
  void every_schema_file_belongs_to_an_event_type() {
    List<String> expected =
        AvroEventCodec.eventTypes().stream()
            .map(type -> type.getAnnotation(Stored.class))
            .flatMap(
                stored ->
                    IntStream.rangeClosed(1, stored.revision())
                        .mapToObj(revision -> "schemas/%s/%d.avsc".formatted(stored.name(), revision)))
            .toList();
    assertThat(files().keySet().stream().filter(path -> path.startsWith("schemas/")))
        .containsExactlyInAnyOrderElementsOf(expected);
  }

  @Test
  void a_field_added_without_a_default_is_found() {
    Schema before = record("{'name':'key','type':'string'}");
    Schema after = record("{'name':'key','type':'string'},{'name':'channel','type':'string'}");

    assertThat(SchemaRules.brokenIn("offer.published", List.of(before, after)))
        .singleElement()
        .asString()
        .contains("offer.published: revision 2 cannot read what revision 1 wrote", "Give new fields a default");
  }

  @Test
  void a_changed_type_is_found() {
    Schema before = record("{'name':'version','type':'long'}");
    Schema after = record("{'name':'version','type':'int'}");

    assertThat(SchemaRules.brokenIn("offer.published", List.of(before, after))).hasSize(1);
  }

  @Test
  void a_lost_symbol_of_an_enum_is_found() {
    Schema before = record("{'name':'gate','type':{'type':'enum','name':'Gate','symbols':['OPEN','SHUT']}}");
    Schema after = record("{'name':'gate','type':{'type':'enum','name':'Gate','symbols':['OPEN']}}");

    assertThat(SchemaRules.brokenIn("offer.published", List.of(before, after))).hasSize(1);
  }

  @Test
  void an_incompatible_change_of_a_real_schema_is_found() {
    String text = files().get("schemas/interaction.recorded/1.avsc");
    Schema released = new Schema.Parser().parse(text);
    Schema changed = new Schema.Parser().parse(text.replace("\"name\": \"messageId\"", "\"name\": \"message\""));

    assertThat(SchemaRules.brokenIn("interaction.recorded", List.of(released, released))).isEmpty();
    assertThat(SchemaRules.brokenIn("interaction.recorded", List.of(released, changed))).hasSize(1);
  }

  @Test
  void a_personal_field_without_a_default_is_found() {
    Schema schema = record("{'name':'email','type':'string','personal':true}");

    assertThat(SchemaRules.brokenIn("traits.told", List.of(schema)))
        .singleElement()
        .asString()
        .contains("what is read once the person is forgotten");
  }

  @Test
  void an_edited_a_lost_and_an_unlisted_schema_are_found() {
    Map<String, String> released = Map.of("schemas/a/1.avsc", SchemaRules.sha256("a"), "schemas/b/1.avsc", "00");

    assertThat(SchemaRules.brokenIn(released, Map.of("schemas/a/1.avsc", "a ", "schemas/c/1.avsc", "c")))
        .satisfiesExactly(
            edited -> assertThat(edited).startsWith("schemas/a/1.avsc").contains("add a new revision"),
            lost -> assertThat(lost).startsWith("schemas/b/1.avsc").contains("Put it back"),
            unlisted -> assertThat(unlisted).startsWith("schemas/c/1.avsc").contains("add the line"));
  }

  private static List<Schema> revisions(Stored stored) {
    return IntStream.rangeClosed(1, stored.revision()).mapToObj(i -> SCHEMAS.load(stored.name(), i)).toList();
  }

  private static Schema record(String fields) {
    String json = "{'type':'record','name':'Changed','fields':[%s]}".formatted(fields);
    return new Schema.Parser().parse(json.replace('\'', '"'));
  }

  private static Map<String, String> released() {
    return ModuleFiles.read(ModuleFiles.RESOURCES.resolve("schemas/released.sha256"))
        .lines()
        .map(line -> line.split("  "))
        .collect(Collectors.toMap(parts -> parts[1], parts -> parts[0]));
  }

  private static Map<String, String> files() {
    return Stream.of("schemas", "wire")
        .map(ModuleFiles.RESOURCES::resolve)
        .flatMap(folder -> ModuleFiles.find(folder, ".avsc").stream())
        .collect(Collectors.toMap(SchemaCompatibilityTest::path, ModuleFiles::read));
  }

  private static String path(Path file) {
    return ModuleFiles.RESOURCES.relativize(file).toString().replace('\\', '/');
  }
}
