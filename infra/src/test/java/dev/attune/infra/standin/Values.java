package dev.attune.infra.standin;

import dev.attune.contracts.value.Value;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** JSON as values. */
public final class Values {

  private Values() {}

  public static Map<String, Value> fields(JsonNode object) {
    Map<String, Value> fields = new LinkedHashMap<>();
    object.properties().forEach(field -> fields.put(field.getKey(), value(field.getValue())));
    return fields;
  }

  private static Value value(JsonNode node) {
    return switch (node.getNodeType()) {
      case NULL, MISSING -> Value.NOTHING;
      case BOOLEAN -> Value.of(node.asBoolean());
      case NUMBER ->
          node.isIntegralNumber() ? Value.of(node.asLong()) : Value.of(node.decimalValue());
      case ARRAY -> new Value.Items(node.valueStream().map(Values::value).toList());
      case OBJECT -> new Value.Fields(fields(node));
      case STRING, BINARY, POJO -> Value.of(node.asString());
    };
  }
}
