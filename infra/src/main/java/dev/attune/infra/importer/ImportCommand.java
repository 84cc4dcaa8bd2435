package dev.attune.infra.importer;

import dev.attune.infra.cli.StackStart;
import dev.attune.infra.client.Access;
import dev.attune.infra.stack.LocalStack;
import dev.attune.infra.stack.StackException;
import dev.attune.infra.terminal.Terminal;
import java.io.IOException;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The command {@code ./attune import}. */
@Command(
    name = "import",
    description = "Load interactions from a delimited, fixed-width, blank-separated or NDJSON file.",
    footer = {
      "",
      "A column is called by its name or by its number, counted from 1. Rows that cannot be loaded are",
      "written with line number and reason to FILE.rejected.txt. To run the same import again is safe:",
      "what is stored already counts as duplicate. Exit code 1 if nothing could be loaded.",
      "",
      "Purchases, one a line, blanks between the cells:",
      "  ./attune import CDNOW_master.txt --format whitespace --header --user customer_id \\",
      "    --time date --time-format yyyyMMdd --event-name purchase \\",
      "    --property revenue=dollar_value:decimal --property quantity=number_of_cds:whole \\",
      "    --constant-property currency=USD",
    },
    mixinStandardHelpOptions = true,
    sortOptions = false)
public final class ImportCommand implements Callable<Integer> {

  @Mixin private final ImportOptions options = new ImportOptions();

  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() throws IOException, InterruptedException {
    Plan plan = plan();
    Terminal terminal = Terminal.standard();
    if (options.dryRun) {
      return DryRun.show(plan, terminal);
    }
    LocalStack stack = StackStart.stack();
    if (!stack.isUp(LocalStack.everything())) {
      throw new StackException("Attune is not up. Start it: ./attune up");
    }
    return new Importer(Access.to(stack), terminal).run(plan);
  }

  private Plan plan() throws IOException {
    try {
      Plan plan = Plan.of(options);
      plan.checkColumns();
      return plan;
    } catch (IllegalArgumentException e) {
      CommandLine commandLine = spec == null ? new CommandLine(this) : spec.commandLine();
      throw new CommandLine.ParameterException(commandLine, e.getMessage());
    }
  }
}
