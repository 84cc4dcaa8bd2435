package dev.attune.infra.importer;

import dev.attune.infra.stack.StackException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** The command {@code ./attune import}. */
@Command(name = "import", description = "Load interactions from a delimited, fixed-width or NDJSON file.", mixinStandardHelpOptions = true)
public final class ImportCommand implements Callable<Integer> {

  @Parameters(paramLabel = "FILE", description = "The file to load.")
  private Path file = Path.of("");

  @Override
  public Integer call() {
    throw new StackException("The importer is not part of this build yet: " + file + " was not loaded.");
  }
}
