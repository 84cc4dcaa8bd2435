package dev.attune.infra.importer;

import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** What a row reader makes of a line, or of several if a quoted cell spans them. */
sealed interface Row {

  /** Number of its first line, counted from 1. */
  long line();

  /** As it stands in the file. */
  String text();

  /**
   * A row of cells.
   *
   * @param cells one for each column, without blanks around it
   */
  record Cells(long line, String text, Columns columns, List<String> cells) implements Row {}

  /** A row that is a JSON object. */
  record Fields(long line, String text, JsonNode object) implements Row {}

  /** A row that cannot be read. */
  record Broken(long line, String text, String reason) implements Row {}

  /**
   * The value in a column: text from a table; text, an exact number or a flag from JSON; null if there is none.
   *
   * @throws BadRowException if there is no such column, or a nested value in it
   */
  default @Nullable Object value(String column) throws BadRowException {
    return switch (this) {
      case Cells row -> {
        String cell = row.cells.get(row.columns.find(column));
        yield cell.isEmpty() ? null : cell;
      }
      case Fields row -> JsonCells.value(row.object, column);
      case Broken row -> throw new BadRowException(row.reason);
    };
  }

  /** The same as text. */
  default @Nullable String cell(String column) throws BadRowException {
    Object value = value(column);
    String text = value == null ? "" : value.toString().strip();
    return text.isEmpty() ? null : text;
  }
}
