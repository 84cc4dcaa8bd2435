package dev.attune.infra.shop;

import dev.attune.infra.stack.StackException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** The command {@code ./attune demo}. */
@Command(name = "demo", description = "A shop with simulated shoppers, and what Attune makes of it.", mixinStandardHelpOptions = true)
public final class DemoCommand implements Callable<Integer> {

  @Override
  public Integer call() {
    throw new StackException("The demo is not part of this build yet.");
  }
}
