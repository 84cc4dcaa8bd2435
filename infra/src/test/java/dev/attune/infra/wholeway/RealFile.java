package dev.attune.infra.wholeway;

import dev.attune.infra.client.Access;
import dev.attune.infra.importer.Imports;
import dev.attune.infra.stack.LocalStack;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Assumptions;

/** A file of the folder that the environment variable {@code ATTUNE_DATA} names, and a stack to load it into. */
final class RealFile {

  private final LocalStack stack;
  private final Path copy;

  private RealFile(LocalStack stack, Path copy) {
    this.stack = stack;
    this.copy = copy;
  }

  /** Skips the test, and prints why, if there is no such folder. */
  static void assumeData(String test) {
    String data = System.getenv("ATTUNE_DATA");
    boolean there = data != null && !data.isBlank();
    if (!there) {
      System.out.println(test + " is skipped: ATTUNE_DATA does not name the folder with cdnow/ and rees46/.");
    }
    Assumptions.assumeTrue(there, "ATTUNE_DATA is not set");
  }

  /** A copy of it, for rejected rows are written beside it. */
  static RealFile copied(String path, Path folder) throws IOException {
    Path file = Path.of(System.getenv("ATTUNE_DATA")).resolve(path);
    return new RealFile(WholeStack.up(), Files.copy(file, folder.resolve(String.valueOf(file.getFileName()))));
  }

  Path path() {
    return copy;
  }

  /** The lines without the header. */
  List<String> rows() throws IOException {
    List<String> lines = Files.readAllLines(copy);
    return lines.subList(1, lines.size());
  }

  /** Loads it as the command line would. */
  Imports.Outcome load(String... options) throws Exception {
    return Imports.run(Access.to(stack), copy, options);
  }

  /** The totals once the views hold all that is stored. */
  Totals totals() throws SQLException {
    return Totals.of(Caller.json(new Caller(stack, "").get("/v1/totals?min-position=" + head())));
  }

  /** Position of the last event, from the log itself. */
  long head() throws SQLException {
    try (var connection = DriverManager.getConnection(
            stack.addresses().jdbcUrl(), stack.addresses().postgresUser(), stack.postgresPassword());
        var statement = connection.createStatement();
        var rows = statement.executeQuery("SELECT coalesce(max(position), 0) FROM attune.event")) {
      rows.next();
      return rows.getLong(1);
    }
  }
}
