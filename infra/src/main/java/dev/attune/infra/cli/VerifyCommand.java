package dev.attune.infra.cli;

import dev.attune.eventstore.verify.Fault;
import dev.attune.eventstore.verify.Findings;
import dev.attune.eventstore.verify.LogSize;
import dev.attune.eventstore.verify.LogVerifier;
import dev.attune.infra.stack.LocalStack;
import dev.attune.infra.stack.StackException;
import dev.attune.infra.terminal.Progress;
import dev.attune.infra.terminal.Terminal;
import dev.attune.infra.terminal.Text;
import java.sql.SQLException;
import java.util.concurrent.Callable;
import javax.sql.DataSource;
import picocli.CommandLine.Command;

/** Reads the whole log and says whether it is what was appended. */
@Command(
    name = "verify",
    description = "Read the whole log and check that nothing in it is missing, changed or out of order.",
    footer = {
      "",
      "Checks positions, versions, checksums, each stream's hash chain over the stored bytes, heads and claims, in one",
      "snapshot, while everything goes on. Needs PostgreSQL only. Exit code 1 if anything is wrong."
    },
    mixinStandardHelpOptions = true)
final class VerifyCommand implements Callable<Integer> {

  private static final double NANOS = 1e9;

  @Override
  public Integer call() {
    LocalStack stack = StackStart.stack();
    Terminal terminal = Terminal.standard();
    DataSource database = Database.of(stack, "attune-verify");
    LogVerifier verifier = new LogVerifier(database, Runtime.getRuntime().maxMemory() / 2);
    long begin = System.nanoTime();
    try {
      Findings findings = findings(verifier, terminal);
      double seconds = (System.nanoTime() - begin) / NANOS;
      size(terminal, LogSize.of(database));
      return print(terminal, findings, seconds);
    } catch (SQLException e) {
      throw new StackException("The log at " + stack.addresses().jdbcUrl() + " cannot be read: " + e.getMessage()
          + " If nothing runs: ./attune up", e);
    }
  }

  private static Findings findings(LogVerifier verifier, Terminal terminal) throws SQLException {
    try (Progress progress = Progress.start(terminal, "verify", verifier.work(), () -> "")) {
      return verifier.verify(progress::advance);
    }
  }

  private static void size(Terminal terminal, LogSize size) {
    terminal.line("%s bytes on disk for each event, with its share of indexes, claims and heads; mean data %s bytes, target %s"
        .formatted(Text.count(Math.round(size.perEvent())), Text.count(Math.round(size.dataPerEvent())),
            Text.count(Math.round(size.target()))));
  }

  private static int print(Terminal terminal, Findings findings, double seconds) {
    terminal.line("%s events in %s streams, %s claims, %.1f s (%s events/s)".formatted(
        Text.count(findings.events()), Text.count(findings.streams()), Text.count(findings.claims()), seconds,
        Text.count(Math.round(findings.events() / seconds))));
    for (Fault fault : findings.faults()) {
      terminal.line(terminal.bad("  " + fault));
    }
    if (findings.faults().isEmpty()) {
      terminal.line(terminal.good("The log is sound."));
      return 0;
    }
    terminal.line(terminal.bad("The log is damaged, first at position " + findings.faults().getFirst().position()
        + (findings.more() ? ". There is more behind the last one shown." : ".")));
    return 1;
  }
}
