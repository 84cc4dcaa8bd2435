package dev.attune.infra.importer;

import dev.attune.infra.importer.Splitter.Split;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Rows with the same columns each. Blank lines are passed over. */
final class TableRows implements RowSource {

  /** Most lines that a quoted cell may span. */
  static final int MOST_LINES = 100;

  private final Lines lines;
  private final Splitter splitter;
  private boolean headerAhead;
  private @Nullable Columns columns;

  /**
   * @param columns null: named by the header, else numbered
   * @param header whether the first line is a header
   */
  TableRows(Lines lines, Splitter splitter, @Nullable Columns columns, boolean header) {
    this.lines = lines;
    this.splitter = splitter;
    this.columns = columns;
    this.headerAhead = header;
  }

  @Override
  public @Nullable Row next() throws IOException {
    for (Line line = lines.next(); line != null; line = lines.next()) {
      if (line.blank()) {
        continue;
      }
      Row row = row(line);
      if (!headerAhead) {
        return row;
      }
      headerAhead = false;
      if (columns == null) {
        switch (row) {
          case Row.Cells header -> columns = Columns.named(header.cells());
          case Row.Fields fields -> throw new IllegalStateException("A table has no JSON");
          case Row.Broken broken -> throw new IOException("The header cannot be read: " + broken.reason());
        }
      }
    }
    return null;
  }

  private Row row(Line line) throws IOException {
    if (line.problem() != null) {
      return new Row.Broken(line.number(), line.text(), line.problem());
    }
    return switch (splitter.split(line.text(), line.ended())) {
      case Split.Cells cells -> cells(line.number(), line.text(), cells.cells());
      case Split.Bad bad -> new Row.Broken(line.number(), line.text(), bad.reason());
      case Split.Unfinished unfinished -> spanning(line);
    };
  }

  private Row spanning(Line first) throws IOException {
    StringBuilder text = new StringBuilder(first.text());
    List<Line> further = new ArrayList<>();
    while (further.size() < MOST_LINES && text.length() < Lines.LONGEST && lines.next() instanceof Line line) {
      further.add(line);
      text.append('\n').append(line.text());
      if (line.text().indexOf('"') >= 0
          && splitter.split(text.toString(), line.ended()) instanceof Split.Cells whole) {
        return cells(first.number(), text.toString(), whole.cells());
      }
    }
    lines.putBack(further);
    return new Row.Broken(first.number(), first.text(), "a quotation mark that is never closed");
  }

  private Row cells(long number, String text, List<String> cells) {
    if (headerAhead && columns == null) {
      return new Row.Cells(number, text, Columns.named(cells), cells);
    }
    Columns expected = columns == null ? Columns.numbered(cells.size()) : columns;
    columns = expected;
    if (cells.size() != expected.size() && !headerAhead) {
      return new Row.Broken(
          number, text, "wrong number of columns: %d instead of %d".formatted(cells.size(), expected.size()));
    }
    return new Row.Cells(number, text, expected, cells);
  }
}
