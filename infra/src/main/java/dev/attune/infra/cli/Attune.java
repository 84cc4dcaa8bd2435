package dev.attune.infra.cli;

import dev.attune.infra.bench.BenchCommand;
import dev.attune.infra.importer.ImportCommand;
import dev.attune.infra.shop.DemoCommand;
import dev.attune.infra.stack.StackException;
import dev.attune.infra.torture.TortureCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;

/** The command line. */
@Command(
    name = "attune",
    description = "Attune on this machine: start it, look at it, feed it, stop it.",
    synopsisSubcommandLabel = "COMMAND",
    mixinStandardHelpOptions = true,
    version = "attune 0.1.0-SNAPSHOT",
    sortOptions = false,
    footerHeading = "%nFirst steps:%n",
    footer = {
      "  ./attune demo             a shop with shoppers, and what Attune makes of it",
      "  ./attune up               start everything; Ctrl-C stops it",
      "  ./attune status           what runs, where, and how much memory it takes"
    },
    subcommands = {
      UpCommand.class,
      DemoCommand.class,
      StatusCommand.class,
      LogsCommand.class,
      StopCommand.class,
      ImportCommand.class,
      SourceCommand.class,
      DefinitionsCommand.class,
      BenchCommand.class,
      TortureCommand.class,
      VerifyCommand.class,
      RestoreEpochCommand.class,
      PartitionsCommand.class,
      RelayCommand.class,
      RebuildCommand.class,
      ReconcileCommand.class,
      CleanCommand.class
    })
public final class Attune implements Runnable {

  private static final int FAILED = 1;

  /** Runs one command and ends with its exit code: 0 done, 1 failed, 2 called wrongly. */
  public static void main(String[] arguments) {
    System.exit(commandLine().execute(arguments));
  }

  static CommandLine commandLine() {
    return new CommandLine(new Attune())
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setExecutionExceptionHandler((exception, commandLine, parsed) -> {
          if (exception instanceof StackException) {
            commandLine.getErr().println(Ansi.AUTO.string("@|bold,red " + "Failed:|@ ") + exception.getMessage());
            return FAILED;
          }
          throw exception;
        });
  }

  @Override
  public void run() {
    CommandLine.usage(this, System.out);
  }
}
