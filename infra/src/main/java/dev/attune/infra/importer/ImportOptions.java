package dev.attune.infra.importer;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What the command line says. A column is called by its name or by its number, counted from 1. */
final class ImportOptions {

  @Parameters(paramLabel = "FILE", description = "The file to load.")
  Path file = Path.of("");

  @Option(names = "--format", required = true,
      description = "csv, tsv, fixed (widths), whitespace (blanks between cells) or ndjson (one JSON object a line).")
  Format format = Format.CSV;

  @Option(names = "--delimiter", description = "What stands between cells, such as ';' or tab (csv only).")
  @Nullable String delimiter;

  @Option(names = "--quote", description = "The quotation mark, or none (csv and tsv; default: ${DEFAULT-VALUE}).")
  String quote = "\"";

  @Option(names = "--encoding", description = "Character set of the file (default: ${DEFAULT-VALUE}).")
  Charset encoding = StandardCharsets.UTF_8;

  @Option(names = "--skip-lines", paramLabel = "N", description = "Lines to pass over at the beginning.")
  int skipLines;

  @Option(names = "--header", description = "The first line names the columns.")
  boolean header;

  @Option(names = "--columns", split = ",", paramLabel = "NAME", description = "Names of the columns, in order.")
  List<String> columns = List.of();

  @Option(names = "--widths", split = ",", paramLabel = "N", description = "Widths of the columns in characters.")
  List<Integer> widths = List.of();

  @Option(names = "--user", paramLabel = "COL", description = "Column of the user id.")
  @Nullable String user;

  @Option(names = "--anonymous", paramLabel = "COL", description = "Column of the anonymous id.")
  @Nullable String anonymous;

  @Option(names = "--identity", paramLabel = "NAMESPACE=COL", description = "Column of any other identity; repeatable.")
  Map<String, String> identities = new LinkedHashMap<>();

  @Option(names = "--session", paramLabel = "COL", description = "Column of the session id.")
  @Nullable String session;

  @Option(names = "--time", paramLabel = "COL", description = "Column of the time; without it: the time of the import.")
  @Nullable String time;

  @Option(names = "--time-format", paramLabel = "PATTERN",
      description = "Pattern as yyyyMMdd or \"yyyy-MM-dd HH:mm:ss 'UTC'\"; or iso, epoch-seconds, epoch-millis"
          + " (default: ${DEFAULT-VALUE}).")
  String timeFormat = "iso";

  @Option(names = "--time-zone", paramLabel = "ZONE",
      description = "Zone of times that name none, such as Europe/Berlin (default: UTC).")
  ZoneId timeZone = ZoneOffset.UTC;

  @Option(names = "--event", paramLabel = "COL", description = "Column of the interaction's name.")
  @Nullable String event;

  @Option(names = "--event-name", paramLabel = "NAME", description = "The interaction's name, the same in all rows.")
  @Nullable String eventName;

  @Option(names = "--map-event", split = ",", paramLabel = "THEIRS=OURS",
      description = "Other names for the file's, as view=product_view,cart=add_to_cart.")
  Map<String, String> mapEvent = new LinkedHashMap<>();

  @Option(names = "--property", paramLabel = "NAME=COL[:TYPE]",
      description = "A property and its column; types: decimal, decimal-comma, whole, text; repeatable.")
  List<String> properties = List.of();

  @Option(names = "--constant-property", paramLabel = "NAME=TEXT",
      description = "A property that is the same in all rows; repeatable.")
  Map<String, String> constants = new LinkedHashMap<>();

  @Option(names = "--message-id", paramLabel = "line|content",
      description = "line: equal rows are different; content: equal rows are one (default: ${DEFAULT-VALUE}).")
  MessageIds messageIds = MessageIds.LINE;

  @Option(names = "--file-id", paramLabel = "TEXT",
      description = "What message ids by line know the file by (default: its name without the folder).")
  @Nullable String fileId;

  @Option(names = "--source", paramLabel = "NAME",
      description = "The source; it is added if it is not there yet (default: ${DEFAULT-VALUE}).")
  String source = "import";

  @Option(names = "--concurrency", paramLabel = "N",
      description = "Batches under way at the same time (default: ${DEFAULT-VALUE}); a node takes two at a time.")
  int concurrency = 2;

  @Option(names = "--dry-run", description = "Show what the first rows become, and send nothing.")
  boolean dryRun;
}
