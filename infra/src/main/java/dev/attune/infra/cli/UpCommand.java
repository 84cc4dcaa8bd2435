package dev.attune.infra.cli;

import dev.attune.infra.stack.LocalStack;
import java.io.PrintStream;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Starts everything. */
@Command(
    name = "up",
    description = "Start everything that doesn't run yet, and wait until it is healthy.",
    footer = {
      "",
      "On a terminal it stays attached, and Ctrl-C stops everything in order.",
      "Without a terminal it returns and leaves everything running."
    },
    mixinStandardHelpOptions = true)
final class UpCommand implements Callable<Integer> {

  private static final double NANOS = 1e9;

  @Option(names = "--detach", description = "Return once all is healthy; ./attune stop ends it.")
  private boolean detach;

  @Option(names = "--attach", description = "Stay attached also without a terminal.")
  private boolean attach;

  @Override
  public Integer call() throws InterruptedException {
    LocalStack stack = StackStart.stack();
    PrintStream out = System.out;
    boolean stay = attach || (Terminal.interactive() && !detach);
    long begin = System.nanoTime();
    Thread stop = new Thread(
        () -> {
          stack.refuseStarts();
          StopCommand.stop(stack, out);
        },
        "stop");
    if (stay) {
      Runtime.getRuntime().addShutdownHook(stop);
    }
    boolean complete = false;
    boolean started;
    try {
      started = StackStart.ensureUp(stack, out);
      complete = true;
    } finally {
      if (stay && !complete) {
        // what did start is left for a look at it; only Ctrl-C stops everything
        forget(stop);
      }
    }
    if (started) {
      out.printf(Locale.ROOT, "%nUp after %.1f s.%n", (System.nanoTime() - begin) / NANOS);
    } else {
      out.println("Attune is already up.");
      forget(stop);
    }
    Welcome.print(stack, out);
    if (stay && started) {
      out.println("\nCtrl-C stops everything; ./attune up --detach would leave it running.");
      new CountDownLatch(1).await();
    }
    return 0;
  }

  private static void forget(Thread hook) {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // Ctrl-C came first: it is running
    }
  }
}
