package dev.attune.infra.cli;

import dev.attune.eventstore.schema.Partitions;
import dev.attune.eventstore.schema.Partitions.Partition;
import dev.attune.infra.stack.LocalStack;
import dev.attune.infra.stack.StackException;
import dev.attune.infra.terminal.Terminal;
import dev.attune.infra.terminal.Text;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Shows the partitions of the log, and moves old ones. */
@Command(
    name = "partitions",
    description = "List the partitions of the log; with --move-to, move full ones to another tablespace.",
    footer = {
      "",
      "A tablespace is made by a superuser, on a cheaper disk:",
      "  CREATE TABLESPACE cheap LOCATION '/mnt/cheap'; GRANT CREATE ON TABLESPACE cheap TO attune;",
      "A partition is copied, compared and then put in its place; appends and reads go on meanwhile. What lies in it still",
      "keeps duplicates and conflicts away."
    },
    mixinStandardHelpOptions = true)
final class PartitionsCommand implements Callable<Integer> {

  private static final double MEBIBYTE = 1 << 20;

  @Option(names = "--move-to", paramLabel = "TABLESPACE", description = "Move full partitions there.")
  private @Nullable String tablespace;

  @Option(
      names = "--before",
      paramLabel = "POSITION",
      description = "Only partitions whose events all lie before this position (default: all full ones).")
  private long before = Long.MAX_VALUE;

  @Override
  public Integer call() throws InterruptedException {
    LocalStack stack = StackStart.stack();
    Terminal terminal = Terminal.standard();
    Partitions partitions = new Partitions(Database.of(stack, "attune-partitions"));
    try {
      String to = tablespace;
      if (to != null) {
        move(terminal, partitions, to);
      }
      partitions.all().forEach(partition -> terminal.line(line(partition)));
      return 0;
    } catch (SQLException e) {
      throw new StackException("The partitions at " + stack.addresses().jdbcUrl() + ": " + e.getMessage()
          + " If nothing runs: ./attune up", e);
    }
  }

  private void move(Terminal terminal, Partitions partitions, String to) throws SQLException, InterruptedException {
    List<Partition> wanted =
        partitions.all().stream()
            .filter(partition -> partition.full() && partition.to() <= before && !partition.tablespace().equals(to))
            .toList();
    int moved = 0;
    for (Partition partition : wanted) {
      partitions.move(partition, to);
      moved++;
      terminal.line("moved %s, %d of %d".formatted(partition.name(), moved, wanted.size()));
    }
    if (wanted.isEmpty()) {
      terminal.line("Nothing to move: no full partition there lies elsewhere.");
    }
  }

  private static String line(Partition partition) {
    return "%-28s positions %s to %s  %,.1f MB  %s%s".formatted(
        partition.name(), Text.count(partition.from()), Text.count(partition.to() - 1), partition.bytes() / MEBIBYTE,
        partition.tablespace(), partition.full() ? "" : "  (written to)");
  }
}
