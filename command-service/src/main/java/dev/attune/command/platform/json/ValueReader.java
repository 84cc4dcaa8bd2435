package dev.attune.command.platform.json;

import dev.attune.contracts.value.Value;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** Reads one value from a parser that stands on its first token, and leaves it on the last one. */
final class ValueReader {

  private ValueReader() {}

  static Value read(JsonParser parser) {
    JsonToken token = parser.currentToken();
    return switch (token) {
      case START_OBJECT -> fields(parser);
      case START_ARRAY -> items(parser);
      case VALUE_STRING -> Value.of(parser.getString());
      case VALUE_NUMBER_INT -> whole(parser);
      case VALUE_NUMBER_FLOAT -> Value.of(parser.getDecimalValue());
      case VALUE_TRUE -> Value.of(true);
      case VALUE_FALSE -> Value.of(false);
      case VALUE_NULL -> Value.NOTHING;
      case PROPERTY_NAME, END_OBJECT, END_ARRAY, VALUE_EMBEDDED_OBJECT, NOT_AVAILABLE ->
          throw new MalformedJsonException("Unexpected " + token);
    };
  }

  private static Value fields(JsonParser parser) {
    Map<String, Value> values = new LinkedHashMap<>();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String name = parser.currentName();
      parser.nextToken();
      values.put(name, read(parser));
    }
    return new Value.Fields(Collections.unmodifiableMap(values));
  }

  private static Value items(JsonParser parser) {
    List<Value> values = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      values.add(read(parser));
    }
    return new Value.Items(values);
  }

  private static Value whole(JsonParser parser) {
    return switch (parser.getNumberType()) {
      case INT, LONG -> Value.of(parser.getLongValue());
      case BIG_INTEGER, FLOAT, DOUBLE, BIG_DECIMAL -> Value.of(parser.getDecimalValue());
    };
  }
}
