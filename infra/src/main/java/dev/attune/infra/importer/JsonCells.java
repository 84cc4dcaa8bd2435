package dev.attune.infra.importer;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Values in a JSON object; a dotted name leads into objects within it. */
final class JsonCells {

  private JsonCells() {}

  static @Nullable Object value(JsonNode object, String path) throws BadRowException {
    JsonNode node = object.path(path);
    if (node.isMissingNode()) {
      node = object;
      for (String name : path.split("\\.")) {
        node = node.path(name);
      }
    }
    return switch (node.getNodeType()) {
      case MISSING, NULL -> null;
      case STRING -> node.asString().isBlank() ? null : node.asString();
      case BOOLEAN -> node.asBoolean();
      case NUMBER -> number(node);
      case ARRAY, OBJECT, BINARY, POJO ->
          throw new BadRowException(path + ": a single value is needed, not " + node.getNodeType());
    };
  }

  private static Object number(JsonNode node) {
    return node.isIntegralNumber() && node.canConvertToLong() ? (Object) node.asLong() : node.decimalValue();
  }
}
