package dev.attune.infra.cli;

import dev.attune.contracts.wire.Progress.EpochStart;
import dev.attune.eventstore.schema.EpochAdministration;
import dev.attune.infra.stack.LocalStack;
import dev.attune.infra.stack.StackException;
import java.sql.SQLException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Tells the consumers that the log was restored. */
@Command(
    name = "restore-epoch",
    description = "After PostgreSQL was restored or promoted: positions behind the log's end belong to a new epoch.",
    footer = {
      "",
      "Run it before command-service starts. Projections then drop what was lost and fold it anew. Once more at the same",
      "end of the log, it changes nothing. A promoted standby, a recovery from an archive and a dump restored elsewhere",
      "are noticed without it; a copy of the data folder is not."
    },
    mixinStandardHelpOptions = true)
final class RestoreEpochCommand implements Callable<Integer> {

  @Option(
      names = "--above",
      paramLabel = "EPOCH",
      description = "An epoch that was used before and that the restored log may not know: the new one is higher.")
  private int above;

  @Override
  public Integer call() {
    LocalStack stack = StackStart.stack();
    try {
      EpochStart raised = new EpochAdministration(Database.of(stack, "attune-restore-epoch")).raise(above);
      System.out.println("Epoch " + raised.epoch() + " begins at position " + raised.from() + ".");
      return 0;
    } catch (SQLException e) {
      throw new StackException("The epoch at " + stack.addresses().jdbcUrl() + " cannot be raised: " + e.getMessage()
          + " Start PostgreSQL, and let command-service have made its schema once.", e);
    }
  }
}
