package dev.attune.contracts.wire.avro;

import dev.attune.contracts.Stored;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.avro.Schema;

/** The page for people about all events, made of the newest schemas. */
final class EventCatalogue {

  private static final String BEGINNING =
      """
      # Event catalogue

      Generated from the schemas in `event-contracts/src/main/resources/schemas`; to write it anew:
      `./mvnw -pl event-contracts test -Dtest=EventCatalogueTest -Dattune.catalogue=write`.

      An event is stored as two byte arrays in Avro's binary encoding: `data`, and `sealed` with the fields marked
      *personal*, which become unreadable when the person is forgotten. Both have the fields in the order of the table,
      each less the other's. Released schemas never change: a change is a new revision, and all revisions stay readable.
      Times are microseconds since 1970, UTC.

      """;

  private static final String EVENT_COLUMNS = "| field | type | personal | meaning |\n|---|---|---|---|\n";
  private static final String PART_COLUMNS = "| field | type | meaning |\n|---|---|---|\n";

  private final Map<String, Schema> parts = new LinkedHashMap<>();

  static String page() {
    return new EventCatalogue().build();
  }

  private String build() {
    List<Class<?>> types =
        AvroEventCodec.eventTypes().stream().sorted(Comparator.comparing(EventCatalogue::name)).toList();
    StringBuilder page = new StringBuilder(BEGINNING);
    page.append("| event | revision | family | what has happened |\n|---|--:|---|---|\n");
    for (Class<?> type : types) {
      page.append(
          "| [%s](#%s) | %d | %s | %s |%n"
              .formatted(
                  name(type), name(type).replace(".", ""), revision(type), type.getInterfaces()[0].getSimpleName(),
                  newest(type).getDoc()));
    }
    types.forEach(type -> page.append(section(name(type), newest(type), true)));
    page.append("\n# Parts of events\n");
    for (Schema part : List.copyOf(parts.values())) {
      page.append(part.getType() == Schema.Type.ENUM ? symbols(part) : section(part.getName(), part, false));
    }
    return page.toString().replace("\r\n", "\n");
  }

  private String section(String title, Schema record, boolean event) {
    StringBuilder section = new StringBuilder("\n## %s\n\n%s\n\n".formatted(title, record.getDoc()));
    section.append(event ? EVENT_COLUMNS : PART_COLUMNS);
    for (Schema.Field field : record.getFields()) {
      List<String> cells = new ArrayList<>(List.of("`" + field.name() + "`", type(field.schema())));
      if (event) {
        cells.add(EventSchemas.isPersonal(field) ? "personal" : "");
      }
      cells.add(field.doc() == null ? "" : field.doc().replace("|", "\\|"));
      section.append(cells.stream().collect(Collectors.joining(" | ", "| ", " |\n")));
    }
    return section.toString();
  }

  private static String symbols(Schema part) {
    return "\n## %s\n\n%s One of %s.\n"
        .formatted(
            part.getName(), part.getDoc(),
            part.getEnumSymbols().stream().map(symbol -> "`" + symbol + "`").collect(Collectors.joining(", ")));
  }

  private String type(Schema schema) {
    if (schema.getLogicalType() != null) {
      return schema.getLogicalType().getName();
    }
    return switch (schema.getType()) {
      case ARRAY -> "array of " + type(schema.getElementType());
      case MAP -> "map of " + type(schema.getValueType());
      case UNION -> union(schema);
      case RECORD, ENUM -> link(schema);
      case FIXED -> schema.getFixedSize() + " bytes";
      case STRING, BYTES, INT, LONG, FLOAT, DOUBLE, BOOLEAN, NULL -> schema.getType().getName();
    };
  }

  private String union(Schema schema) {
    List<String> branches = schema.getTypes().stream().map(this::type).toList();
    return branches.size() == 2 ? branches.get(1) + " or null" : String.join(", ", branches);
  }

  private String link(Schema schema) {
    if (parts.put(schema.getName(), schema) == null && schema.getType() == Schema.Type.RECORD) {
      schema.getFields().forEach(field -> type(field.schema()));
    }
    return "[%s](#%s)".formatted(schema.getName(), schema.getName().toLowerCase(Locale.ROOT));
  }

  private static String name(Class<?> type) {
    return type.getAnnotation(Stored.class).name();
  }

  private static int revision(Class<?> type) {
    return type.getAnnotation(Stored.class).revision();
  }

  private static Schema newest(Class<?> type) {
    return new EventSchemas("/schemas").load(name(type), revision(type));
  }
}
