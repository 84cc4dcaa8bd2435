package dev.attune.infra.importer;

import java.util.List;

/** Cuts a line into cells. */
interface Splitter {

  /** The cells, the reason why there are none, or that the next line belongs to this one. */
  Split split(String text, boolean ended);

  /** What came of it. */
  sealed interface Split {

    record Cells(List<String> cells) implements Split {}

    record Unfinished() implements Split {}

    record Bad(String reason) implements Split {}
  }
}
