package dev.attune.infra.importer;

import dev.attune.infra.client.Json;
import dev.attune.infra.terminal.Terminal;
import java.io.IOException;

/** Shows what the first rows become. */
final class DryRun {

  private static final int ROWS = 5;

  private DryRun() {}

  /** Exit code 0 if any row could be mapped. */
  static int show(Plan plan, Terminal terminal) throws IOException {
    boolean any = false;
    try (Lines lines = plan.open()) {
      RowSource rows = plan.rows(lines);
      int shown = 0;
      for (Row row = rows.next(); row != null && shown < ROWS; row = shown < ROWS ? rows.next() : null) {
        shown++;
        try {
          terminal.line(terminal.strong("line " + row.line()) + "  "
              + Json.MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(plan.mapping().map(row)));
          any = true;
        } catch (BadRowException e) {
          terminal.line(terminal.strong("line " + row.line()) + "  " + terminal.bad("rejected: ") + e.reason());
        }
      }
    }
    terminal.line();
    terminal.line("Nothing was sent. Without --dry-run the whole file is loaded.");
    return any ? 0 : 1;
  }
}
