package dev.attune.command.platform.json;

import dev.attune.contracts.value.Value;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.json.JsonFactory;

/**
 * A JSON object, and the items of one of its fields with the bytes that each was made of.
 *
 * @param fields the fields of the object but the items
 * @param items the items; null if the object has no such field or it is no array
 */
public record JsonDocument(Map<String, Value> fields, @Nullable List<Item> items) {

  /** Deeper nesting than this makes the whole document malformed. */
  static final int MAX_DEPTH = 100;

  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(MAX_DEPTH)
                  .maxNumberLength(400)
                  .maxNameLength(2_000)
                  .maxTokenCount(2_000_000)
                  .build())
          .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
          .build();

  /**
   * One item.
   *
   * @param value what it says
   * @param from offset of its first byte in the body
   * @param to offset behind its last byte
   */
  public record Item(Value value, int from, int to) {

    /** Length in bytes. */
    public int length() {
      return to - from;
    }
  }

  /**
   * Reads a JSON object.
   *
   * @throws MalformedJsonException if it is none, or nests deeper than {@value #MAX_DEPTH} levels
   */
  public static Map<String, Value> object(byte[] body) {
    return read(body, "").fields();
  }

  /**
   * Reads a JSON object with items.
   *
   * @param field name of the field that holds the items
   * @throws MalformedJsonException if it is none, or nests deeper than {@value #MAX_DEPTH} levels
   */
  public static JsonDocument read(byte[] body, String field) {
    try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), body)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw new MalformedJsonException("The body is not a JSON object");
      }
      JsonDocument document = document(parser, field);
      if (parser.nextToken() != null) {
        throw new MalformedJsonException("Something follows the JSON object");
      }
      return document;
    } catch (JacksonException e) {
      throw new MalformedJsonException(where(e));
    }
  }

  /**
   * Reads one value of any kind, as an item of its own.
   *
   * @throws MalformedJsonException if it is none, or nests deeper than {@value #MAX_DEPTH} levels
   */
  public static Item item(byte[] bytes) {
    try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), bytes)) {
      if (parser.nextToken() == null) {
        throw new MalformedJsonException("Nothing but blanks");
      }
      Value value = ValueReader.read(parser);
      if (parser.nextToken() != null) {
        throw new MalformedJsonException("Something follows the JSON value");
      }
      return new Item(value, 0, bytes.length);
    } catch (JacksonException e) {
      throw new MalformedJsonException(where(e));
    }
  }

  private static JsonDocument document(JsonParser parser, String field) {
    Map<String, Value> fields = new LinkedHashMap<>();
    List<Item> items = null;
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String name = parser.currentName();
      JsonToken token = parser.nextToken();
      if (name.equals(field) && token == JsonToken.START_ARRAY) {
        items = items(parser);
      } else {
        fields.put(name, ValueReader.read(parser));
      }
    }
    return new JsonDocument(Collections.unmodifiableMap(fields), items);
  }

  private static List<Item> items(JsonParser parser) {
    List<Item> items = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      int from = (int) parser.currentTokenLocation().getByteOffset();
      Value value = ValueReader.read(parser);
      items.add(new Item(value, from, (int) parser.currentLocation().getByteOffset()));
    }
    return Collections.unmodifiableList(items);
  }

  private static String where(JacksonException e) {
    TokenStreamLocation at = e.getLocation();
    String what = e.getOriginalMessage();
    // The parser's own words may quote what the client sent, which may be personal: only the place is told.
    String kind = what != null && what.contains("exceeds the maximum") ? "JSON beyond the limits" : "Malformed JSON";
    return at == null ? kind : "%s at line %d, column %d".formatted(kind, at.getLineNr(), at.getColumnNr());
  }
}
