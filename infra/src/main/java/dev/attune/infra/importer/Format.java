package dev.attune.infra.importer;

/** How a file is laid out. */
enum Format {
  /** Cells between commas, or what {@code --delimiter} says. */
  CSV,
  /** Cells between tabs. */
  TSV,
  /** Cells of fixed widths. */
  FIXED,
  /** Cells with blanks between them. */
  WHITESPACE,
  /** One JSON object a line. */
  NDJSON
}
