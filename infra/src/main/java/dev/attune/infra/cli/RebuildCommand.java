package dev.attune.infra.cli;

import dev.attune.infra.stack.StackException;
import dev.attune.infra.terminal.Progress;
import dev.attune.infra.terminal.Terminal;
import dev.attune.infra.terminal.Text;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Has query-service fold a projection anew beside the live one, and shows how far it is. */
@Command(
    name = "rebuild",
    description = "Fold a projection from the whole log again, beside what is live, and switch to it.",
    footer = {
      "",
      "query-service does the work: Ctrl-C leaves it going, and the same command shows it again. Queries are answered",
      "from the old generation until the new one has passed the gate, and the old one stands by until --retire."
    },
    mixinStandardHelpOptions = true)
final class RebuildCommand implements Callable<Integer> {

  private static final String JSON = "application/json";

  @Parameters(paramLabel = "NAME", description = "profile, timeline, totals, …")
  private String name = "";

  @Option(names = "--throttle", paramLabel = "N", description = "Events per second at most, for each instance; 0: none.")
  private @Nullable Long throttle;

  @Option(
      names = "--switch",
      paramLabel = "HOW",
      description = "auto: goes live once it has passed the gate (default); manual: waits for now; now: goes live.")
  private @Nullable Switch how;

  @Option(names = "--force", description = "With --switch now: even if the gate did not let it pass.")
  private boolean force;

  @ArgGroup private Action action = new Action();

  enum Switch {
    AUTO,
    MANUAL,
    NOW
  }

  /** At most one of them. */
  static final class Action {
    @Option(names = "--status", description = "List the generations.")
    private boolean status;

    @Option(names = "--pause", description = "Stop folding for a while.")
    private boolean pause;

    @Option(names = "--resume", description = "Fold on.")
    private boolean resume;

    @Option(names = "--cancel", description = "Give up what is being built.")
    private boolean cancel;

    @Option(names = "--back", description = "Answer from the generation before again.")
    private boolean back;

    @Option(names = "--retire", description = "Give up the way back; its documents are removed.")
    private boolean retire;
  }

  @Override
  public Integer call() {
    CommandApi api = CommandApi.ofOperators(StackStart.stack());
    Terminal terminal = Terminal.standard();
    if (action.status) {
      list(api, name).forEach(one -> terminal.line(one.line()));
    } else if (action.pause || action.resume || action.cancel) {
      act(api, terminal, toCome(api, name), action.pause ? "pause" : action.resume ? "resume" : "cancel");
    } else if (action.back || action.retire) {
      act(api, terminal, standing(api), action.back ? "back" : "retire");
    } else if (how == Switch.NOW) {
      act(api, terminal, toCome(api, name), force ? "switch?force=true" : "switch");
    } else {
      follow(api, name, throttle, how == Switch.MANUAL, terminal, Duration.ofMillis(500));
    }
    return 0;
  }

  private void act(CommandApi api, Terminal terminal, Rebuild on, String what) {
    Rebuild after =
        Rebuild.of(api.send("POST", path(name) + "/" + on.generation() + ":" + what, JSON, "{}"));
    terminal.line(after.line());
  }

  private Rebuild standing(CommandApi api) {
    return list(api, name).stream()
        .filter(one -> one.stage().equals("STANDBY"))
        .reduce((older, younger) -> younger)
        .orElseThrow(() -> new StackException("No generation of " + name + " stands by."));
  }

  private static Rebuild toCome(CommandApi api, String name) {
    return building(api, name)
        .stream()
        .findFirst()
        .orElseThrow(() -> new StackException("Nothing of " + name + " is being built. Start it: ./attune rebuild " + name));
  }

  /**
   * Begins a rebuild, or finds the one that is under way, and stays until it is live, or waits for the operator.
   *
   * @throws StackException with the reason if it fails
   */
  static void follow(
      CommandApi api, String name, @Nullable Long throttle, boolean manual, Terminal terminal, Duration pause) {
    Rebuild first = begun(api, name, throttle, manual);
    long begin = System.nanoTime();
    Rebuild last = watched(api, name, first, "rebuild " + name, terminal, pause);
    tell(name, last, terminal, last.done() - first.done(), Duration.ofNanos(System.nanoTime() - begin));
  }

  /** Shows how far a generation is, until there is nothing to wait for. */
  static Rebuild watched(
      CommandApi api, String name, Rebuild first, String task, Terminal terminal, Duration pause) {
    Rebuild now = first;
    String[] remark = {now.remarkOfProgress()};
    long begin = System.nanoTime();
    long known = total(api, name, now);
    long total = Math.max(1, known);
    try (Progress progress = Progress.start(terminal, task, total, () -> remark[0])) {
      progress.advance(now.done());
      long shown = now.done();
      while (now.goesOn()) {
        sleep(pause);
        now = Rebuild.of(api.send("GET", path(name) + "/" + now.generation(), JSON, ""));
        remark[0] = now.remarkOfProgress();
        progress.advance(Math.max(0, now.done() - shown));
        shown = Math.max(shown, now.done());
      }
      if (now.isFolded()) {
        long mean = Text.perSecond(total - first.done(), Duration.ofNanos(System.nanoTime() - begin));
        remark[0] = known == 0 ? "" : Text.count(mean) + " events/s on average";
        progress.advance(total - shown);
      }
    }
    return now;
  }

  private static void tell(String name, Rebuild now, Terminal terminal, long read, Duration time) {
    now.findings().forEach(finding -> terminal.line("  " + finding));
    if (now.stage().equals("LIVE")) {
      terminal.line("Generation %d of %s is live: %s read in %s (%s events/s). Back: ./attune rebuild %s --back".formatted(
          now.generation(), name, Text.count(read, "event"), Text.seconds(time),
          Text.count(Text.perSecond(read, time)), name));
    } else if (now.stage().equals("READY")) {
      terminal.line("Generation %d of %s has passed the gate. Go live: ./attune rebuild %s --switch now".formatted(
          now.generation(), name, name));
    } else if (now.refused()) {
      throw new StackException(
          ("Generation %d of %s was not let pass by the gate, for what is named above. Take it as it is: ./attune rebuild %s"
              + " --switch now --force. Give it up: ./attune rebuild %s --cancel").formatted(now.generation(), name, name, name));
    } else {
      throw new StackException("Generation %d of %s is %s: %s".formatted(
          now.generation(), name, now.stage(), now.remark()));
    }
  }

  private static Rebuild begun(CommandApi api, String name, @Nullable Long throttle, boolean manual) {
    List<Rebuild> under = building(api, name);
    String body = wanted(throttle, manual);
    if (under.isEmpty()) {
      return Rebuild.of(api.send("POST", path(name), JSON, body));
    }
    Rebuild first = under.getFirst();
    return throttle == null
        ? first
        : Rebuild.of(api.send("POST", path(name) + "/" + first.generation() + ":throttle", JSON, body));
  }

  /** How many records there are is known a moment after the beginning. */
  private static long total(CommandApi api, String name, Rebuild now) {
    Rebuild asked = now;
    for (int i = 0; i < 40 && asked.total() == 0 && asked.isToCome(); i++) {
      sleep(Duration.ofMillis(250));
      asked = Rebuild.of(api.send("GET", path(name) + "/" + now.generation(), JSON, ""));
    }
    return asked.total();
  }

  private static List<Rebuild> building(CommandApi api, String name) {
    return list(api, name).stream().filter(one -> one.isToCome() && one.whole() && one.twinOf() == 0).toList();
  }

  static List<Rebuild> list(CommandApi api, String name) {
    List<Rebuild> all = new ArrayList<>();
    for (JsonNode one : api.send("GET", path(name), JSON, "")) {
      all.add(Rebuild.of(one));
    }
    return all;
  }

  static String path(String name) {
    return "/v1/projections/" + name + "/rebuilds";
  }

  private static String wanted(@Nullable Long throttle, boolean manual) {
    var body = JsonMapper.shared().createObjectNode().put("switch", manual ? "manual" : "auto");
    if (throttle != null) {
      body.put("throttle", throttle);
    }
    return body.toString();
  }

  static void sleep(Duration pause) {
    try {
      Thread.sleep(pause);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StackException("Interrupted. What was begun goes on.", e);
    }
  }
}
