package dev.attune.infra.importer;

import dev.attune.infra.client.Json;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** One JSON object a line. Blank lines are passed over. */
final class JsonRows implements RowSource {

  private final Lines lines;

  JsonRows(Lines lines) {
    this.lines = lines;
  }

  @Override
  public @Nullable Row next() throws IOException {
    for (Line line = lines.next(); line != null; line = lines.next()) {
      if (!line.blank()) {
        return row(line);
      }
    }
    return null;
  }

  private static Row row(Line line) {
    if (line.problem() != null) {
      return new Row.Broken(line.number(), line.text(), line.problem());
    }
    try {
      JsonNode object = Json.MAPPER.readTree(line.text());
      return object.isObject()
          ? new Row.Fields(line.number(), line.text(), object)
          : new Row.Broken(line.number(), line.text(), "no JSON object");
    } catch (JacksonException e) {
      return new Row.Broken(line.number(), line.text(), "no JSON: " + e.getOriginalMessage());
    }
  }
}
