package dev.attune.infra.importer;

import dev.attune.infra.client.SourceKeys;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Options that make sense together.
 *
 * @param options as given
 * @param mapping which column is what
 */
record Plan(ImportOptions options, Mapping mapping) {

  private static final int MOST_LANES = 64;

  /** @throws IllegalArgumentException with everything that does not make sense */
  static Plan of(ImportOptions given) {
    List<String> flaws = new ArrayList<>();
    check(flaws, Files.isRegularFile(given.file) && Files.isReadable(given.file),
        "There is no file " + given.file + " that can be read.");
    boolean fixed = given.format == Format.FIXED;
    boolean delimited = given.format == Format.CSV || given.format == Format.TSV;
    boolean json = given.format == Format.NDJSON;
    check(flaws, fixed == !given.widths.isEmpty(), "--widths and --format fixed belong together.");
    check(flaws, given.widths.stream().allMatch(width -> width > 0), "--widths: each must be at least 1.");
    check(flaws, !fixed || given.columns.isEmpty() || given.columns.size() == given.widths.size(),
        "--widths names %d columns, --columns %d.".formatted(given.widths.size(), given.columns.size()));
    check(flaws, given.delimiter == null || given.format == Format.CSV, "--delimiter goes with --format csv only.");
    check(flaws, given.quote.length() == 1 || given.quote.equals("none"), "--quote is one character, or none.");
    check(flaws, delimited || given.quote.equals("\""), "--quote goes with --format csv and tsv only.");
    check(flaws, !json || (!given.header && given.columns.isEmpty()),
        "--header and --columns have no meaning with --format ndjson: its fields have names.");
    check(flaws, given.skipLines >= 0, "--skip-lines must not be negative.");
    check(flaws, given.user != null || given.anonymous != null || !given.identities.isEmpty(),
        "Say who did it: --user COL, --anonymous COL or --identity NAMESPACE=COL.");
    check(flaws, (given.event == null) != (given.eventName == null),
        "Say what was done: either --event COL or --event-name NAME.");
    check(flaws, given.event != null || given.mapEvent.isEmpty(), "--map-event needs --event COL.");
    check(flaws, SourceKeys.isName(given.source), "--source: lower-case letters, digits and dashes, a letter first.");
    check(flaws, given.concurrency > 0 && given.concurrency <= MOST_LANES,
        "--concurrency is 1 to " + MOST_LANES + ".");
    List<Property> properties = properties(given, flaws);
    Times times = times(given, flaws);
    if (!flaws.isEmpty() || times == null) {
      throw new IllegalArgumentException(String.join("\n", flaws));
    }
    return new Plan(given, mapping(given, properties, times));
  }

  private static Mapping mapping(ImportOptions given, List<Property> properties, Times times) {
    String name = given.eventName == null ? "" : given.eventName;
    return new Mapping(
        given.fileId == null ? String.valueOf(given.file.getFileName()) : given.fileId,
        given.messageIds,
        identities(given),
        given.session,
        given.time,
        times,
        new Mapping.EventName(given.event, name, given.mapEvent),
        properties,
        Map.copyOf(given.constants));
  }

  private static Map<String, String> identities(ImportOptions given) {
    Map<String, String> identities = new LinkedHashMap<>();
    if (given.user != null) {
      identities.put("user", given.user);
    }
    identities.putAll(given.identities);
    if (given.anonymous != null) {
      identities.put("anonymous", given.anonymous);
    }
    return identities;
  }

  private static List<Property> properties(ImportOptions given, List<String> flaws) {
    List<Property> properties = new ArrayList<>();
    for (String option : given.properties) {
      try {
        properties.add(Property.of(option));
      } catch (IllegalArgumentException e) {
        flaws.add("--property: " + e.getMessage());
      }
    }
    return properties;
  }

  private static @Nullable Times times(ImportOptions given, List<String> flaws) {
    try {
      return Times.of(given.timeFormat, given.timeZone);
    } catch (IllegalArgumentException e) {
      flaws.add("--time-format: '" + given.timeFormat + "' is not a pattern: " + e.getMessage());
      return null;
    }
  }

  private static void check(List<String> flaws, boolean good, String flaw) {
    if (!good) {
      flaws.add(flaw);
    }
  }

  /** The file, behind the lines that are passed over. */
  Lines open() throws IOException {
    Lines lines = new Lines(Files.newInputStream(options.file), options.encoding);
    for (int skipped = 0; skipped < options.skipLines; skipped++) {
      lines.next();
    }
    return lines;
  }

  /** Its rows. */
  RowSource rows(Lines lines) {
    Columns columns = options.columns.isEmpty() ? null : Columns.named(options.columns);
    return switch (options.format) {
      case NDJSON -> new JsonRows(lines);
      case CSV -> new TableRows(lines, new DelimitedSplitter(delimiter(), quote()), columns, options.header);
      case TSV -> new TableRows(lines, new DelimitedSplitter("\t", quote()), columns, options.header);
      case FIXED -> new TableRows(lines, new FixedSplitter(options.widths), columns, options.header);
      case WHITESPACE -> new TableRows(lines, new WhitespaceSplitter(), columns, options.header);
    };
  }

  /**
   * Looks whether the columns that the options name are there.
   *
   * @throws IllegalArgumentException if one is not
   */
  void checkColumns() throws IOException {
    try (Lines lines = open()) {
      RowSource rows = rows(lines);
      for (Row row = rows.next(); row != null; row = rows.next()) {
        if (row instanceof Row.Cells cells) {
          for (String column : mapping.columns()) {
            cells.columns().find(column);
          }
          return;
        }
      }
    } catch (BadRowException e) {
      throw new IllegalArgumentException(options.file + ": " + e.reason(), e);
    }
  }

  private String delimiter() {
    String given = options.delimiter == null ? "," : options.delimiter;
    return given.equals("tab") || given.equals("\\t") ? "\t" : given;
  }

  private @Nullable Character quote() {
    return options.quote.equals("none") ? null : options.quote.charAt(0);
  }
}
