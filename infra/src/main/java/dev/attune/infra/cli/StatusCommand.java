package dev.attune.infra.cli;

import dev.attune.infra.stack.LocalStack;
import dev.attune.infra.stack.NodeState;
import dev.attune.infra.stack.NodeStatus;
import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** Shows what runs. */
@Command(
    name = "status",
    description = "Show what runs, where, since when, and how much memory it takes.",
    footer = {"", "Exit code 0 when all is up, 1 when something is not."},
    mixinStandardHelpOptions = true)
final class StatusCommand implements Callable<Integer> {

  private static final double MEBI = 1024.0 * 1024.0;

  @Override
  public Integer call() {
    LocalStack stack = StackStart.stack();
    List<NodeStatus> status = stack.status();
    print(status, System.out);
    List<NodeStatus> notUp = status.stream().filter(one -> !serves(one)).toList();
    if (notUp.isEmpty()) {
      return 0;
    }
    System.out.println();
    notUp.forEach(one -> System.out.println(advice(stack, one)));
    return 1;
  }

  static void print(List<NodeStatus> status, PrintStream out) {
    out.printf("%-20s %8s %6s  %-9s %10s %10s%n", "COMPONENT", "PID", "PORT", "STATE", "UPTIME", "MEMORY");
    for (NodeStatus one : status) {
      boolean here = one.pid().isPresent();
      out.printf("%-20s %8s %6s  %-9s %10s %10s%n",
          one.node().name(),
          here ? one.pid().getAsLong() : "-",
          one.state() == NodeState.EXTERNAL ? "-" : one.node().port(),
          one.state().word(),
          here ? uptime(one.uptime()) : "-",
          one.bytes().isPresent() ? megabytes(one.bytes().getAsLong()) : "-");
    }
    long sum = status.stream().mapToLong(one -> one.bytes().orElse(0)).sum();
    if (sum > 0) {
      out.printf("%-20s %8s %6s  %-9s %10s %10s%n", "all", "", "", "", "", megabytes(sum));
    }
  }

  private static String advice(LocalStack stack, NodeStatus one) {
    String name = one.node().name();
    if (one.state() == NodeState.STARTING) {
      return name + " is not ready yet. What it does: ./attune logs " + name;
    }
    if (stack.settings().external(one.node().component()).isPresent()) {
      return name + " cannot be reached where " + one.node().component().externalVariable().orElse("") + " points to.";
    }
    return name + " is down. Start it: ./attune up"
        + (stack.log(one.node()).toFile().exists() ? "   What it said last: ./attune logs " + name : "");
  }

  private static boolean serves(NodeStatus one) {
    return one.state() == NodeState.UP || one.state() == NodeState.EXTERNAL;
  }

  static String uptime(Duration time) {
    if (time.toDays() > 0) {
      return time.toDays() + "d " + time.toHoursPart() + "h";
    }
    return time.toHours() > 0
        ? time.toHours() + "h " + time.toMinutesPart() + "m"
        : time.toMinutes() + "m " + time.toSecondsPart() + "s";
  }

  private static String megabytes(long bytes) {
    return String.format(Locale.ROOT, "%.0f MiB", bytes / MEBI);
  }
}
