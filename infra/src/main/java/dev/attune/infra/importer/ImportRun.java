package dev.attune.infra.importer;

import dev.attune.infra.client.Interaction;
import dev.attune.infra.terminal.Progress;
import java.io.IOException;

/** Reads rows, maps them and hands them to the lanes. */
final class ImportRun {

  private static final int ADVANCE_EVERY = 200;

  private final Lines lines;
  private final RowSource rows;
  private final Mapping mapping;
  private final Tally tally;
  private final Rejects rejects;

  ImportRun(Lines lines, RowSource rows, Mapping mapping, Tally tally, Rejects rejects) {
    this.lines = lines;
    this.rows = rows;
    this.mapping = mapping;
    this.tally = tally;
    this.rejects = rejects;
  }

  /** Takes the whole file; returns when every row has an outcome. */
  void through(Lanes lanes, Progress progress) throws IOException, InterruptedException {
    long shown = 0;
    long count = 0;
    try {
      for (Row row = rows.next(); row != null; row = rows.next()) {
        tally.read();
        try {
          Interaction interaction = mapping.map(row);
          lanes.add(new Pending(row.line(), row.text(), interaction));
        } catch (BadRowException e) {
          rejects.add(row.line(), e.reason(), row.text());
          tally.rejected();
        }
        if (++count % ADVANCE_EVERY == 0) {
          progress.advance(lines.bytes() - shown);
          shown = lines.bytes();
        }
      }
      lanes.finish();
      progress.advance(lines.bytes() - shown);
    } catch (IOException | RuntimeException e) {
      lanes.abandon(e instanceof RuntimeException thrown ? thrown : new IllegalStateException(e));
      throw e;
    }
  }
}
