package dev.attune.infra.importer;

import dev.attune.infra.client.Access;
import dev.attune.infra.client.ApiException;
import dev.attune.infra.client.CommandApi;
import dev.attune.infra.client.Patience;
import dev.attune.infra.client.SourceKeys;
import dev.attune.infra.terminal.Progress;
import dev.attune.infra.terminal.Terminal;
import dev.attune.infra.terminal.Text;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Loads a file and tells what became of it. */
final class Importer {

  private final Access access;
  private final Terminal terminal;

  Importer(Access access, Terminal terminal) {
    this.access = access;
    this.terminal = terminal;
  }

  /** The exit code: 1 if nothing could be loaded or it had to stop on the way. */
  int run(Plan plan) throws IOException, InterruptedException {
    Path file = plan.options().file;
    try (CommandApi api = new CommandApi(access, Patience.LONG);
        Rejects rejects = new Rejects(Rejects.fileFor(file, access.home()))) {
      String writeKey = writeKey(api, plan.options().source);
      rejects.forgetEarlier();
      Tally tally = new Tally();
      boolean complete = load(plan, new Delivery(api, writeKey, tally, rejects), tally, rejects);
      Tally.Result result = tally.result();
      report(file, result, rejects);
      return complete && result.accepted() + result.duplicate() > 0 ? 0 : 1;
    } catch (ApiException e) {
      terminal.line(terminal.bad("Nothing was loaded: ") + e.getMessage());
      return 1;
    }
  }

  private boolean load(Plan plan, Delivery delivery, Tally tally, Rejects rejects)
      throws IOException, InterruptedException {
    Path file = plan.options().file;
    try (Lines lines = plan.open();
        Progress progress =
            Progress.start(terminal, String.valueOf(file.getFileName()), Files.size(file), tally::remark)) {
      Lanes lanes = new Lanes(plan.options().concurrency, delivery::send);
      new ImportRun(lines, plan.rows(lines), plan.mapping(), tally, rejects).through(lanes, progress);
      return true;
    } catch (ApiException e) {
      terminal.line();
      terminal.line(terminal.bad("Stopped: ") + e.getMessage());
      terminal.line("What was accepted is stored. Run the same command again: it goes on,"
          + " the rest counts as duplicate.");
      return false;
    }
  }

  private String writeKey(CommandApi api, String source) {
    SourceKeys keys = new SourceKeys(api, access);
    return keys.of(source)
        .orElseThrow(() -> new ApiException(
            409,
            "There is a source '%s' already, but its write key is not in %s. Put it there, or choose another --source."
                .formatted(source, keys.file(source))));
  }

  private void report(Path file, Tally.Result result, Rejects rejects) {
    terminal.line();
    terminal.line(
        terminal.strong(String.valueOf(file.getFileName())) + ": " + Text.count(result.rows(), "row") + " in "
            + Text.seconds(result.time()) + ", " + Text.count(result.perSecond()) + "/s");
    terminal.line("  accepted   " + Text.right(Text.count(result.accepted()), 12));
    terminal.line("  duplicate  " + Text.right(Text.count(result.duplicate()), 12));
    terminal.line("  rejected   " + Text.right(Text.count(result.rejected()), 12)
        + rejects.written().map(written -> "   see " + written).orElse(""));
    if (rejects.written().isPresent()) {
      terminal.line(rejects.summary());
    }
  }
}
