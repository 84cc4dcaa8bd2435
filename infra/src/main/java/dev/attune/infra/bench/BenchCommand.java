package dev.attune.infra.bench;

import dev.attune.infra.stack.StackException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** The command {@code ./attune bench}. */
@Command(name = "bench", description = "Run a benchmark and print its table.", mixinStandardHelpOptions = true)
public final class BenchCommand implements Callable<Integer> {

  @Parameters(paramLabel = "NAME", description = "The benchmark.")
  private String name = "";

  @Override
  public Integer call() {
    throw new StackException("There is no benchmark '" + name + "' in this build yet.");
  }
}
