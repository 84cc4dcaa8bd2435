package dev.attune.infra.cli;

import dev.attune.infra.terminal.Terminal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Compares what is derived from the log with the log: the topic, and every document of the views. */
@Command(
    name = "reconcile",
    description = "Compare the topic with the store, and every document of the views with the fold of the log.",
    footer = {
      "",
      "The services do the work, while everything goes on: each live generation is folded anew beside itself, and all",
      "documents are compared. What differs is mended by answering from the new ones, unless --no-mend is given; what the",
      "topic lacks is sent again. Exit code 1 if something differs and was not mended."
    },
    mixinStandardHelpOptions = true)
final class ReconcileCommand implements Callable<Integer> {

  /** What is compared. */
  enum Part {
    /** The topic with the store. */
    TOPIC,
    /** The views with the fold of the topic. */
    VIEWS
  }

  @Parameters(paramLabel = "NAME", arity = "0..*", description = "Only these projections (default: all).")
  private List<String> names = List.of();

  @Option(
      names = "--only",
      paramLabel = "PART",
      description = "topic: only the topic with the store; views: only the views.")
  private @Nullable Part only;

  @Option(names = "--throttle", paramLabel = "N", description = "Events per second at most, for each instance; 0: none.")
  private @Nullable Long throttle;

  @Option(names = "--no-mend", description = "Only tell what differs.")
  private boolean noMend;

  @Override
  public Integer call() {
    Terminal terminal = Terminal.standard();
    Set<Part> parts = only == null ? EnumSet.allOf(Part.class) : EnumSet.of(only);
    boolean sound = true;
    if (parts.contains(Part.TOPIC) && (only == Part.TOPIC || names.isEmpty())) {
      sound = new TopicReconciling(new CommandApi(StackStart.stack()), terminal, Duration.ofMillis(500)).run(!noMend);
    }
    if (parts.contains(Part.VIEWS)) {
      ViewReconciling views =
          new ViewReconciling(CommandApi.ofOperators(StackStart.stack()), throttle, terminal, Duration.ofMillis(500));
      List<String> wanted = new ArrayList<>(names.isEmpty() ? views.projections() : names);
      for (String name : wanted) {
        sound &= views.run(name, !noMend);
      }
    }
    terminal.line(sound ? terminal.good("All is as the log says.") : terminal.bad("Not all is as the log says."));
    return sound ? 0 : 1;
  }
}
