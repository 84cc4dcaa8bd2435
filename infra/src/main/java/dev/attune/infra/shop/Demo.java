package dev.attune.infra.shop;

import dev.attune.infra.client.Access;
import dev.attune.infra.client.ApiException;
import dev.attune.infra.client.CommandApi;
import dev.attune.infra.client.Patience;
import dev.attune.infra.client.QueryApi;
import dev.attune.infra.client.SourceKeys;
import dev.attune.infra.terminal.Progress;
import dev.attune.infra.terminal.Terminal;
import dev.attune.infra.terminal.Text;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** The demo on a stack that is up: definitions, traffic, and what came of it. */
final class Demo {

  private static final int MOST_SOURCES = 100;

  private final Access access;
  private final Terminal terminal;
  private final Plan plan;
  private final InstantSource clock;

  /**
   * What is to be simulated.
   *
   * @param definitions the file with the offers
   * @param keyFile where the read key is kept
   * @param seed of shoppers, products and visits
   * @param shoppers how many
   * @param live how many of them are in the shop right now
   * @param pace of those: 1 in real time, 0 without a pause
   * @param concurrency how many others are served side by side
   */
  record Plan(Path definitions, Path keyFile, long seed, int shoppers, int live, double pace, int concurrency) {}

  Demo(Access access, Terminal terminal, Plan plan, InstantSource clock) {
    this.access = access;
    this.terminal = terminal;
    this.plan = plan;
    this.clock = clock;
  }

  /** The exit code: 1 if something failed or a recomputation was not identical. */
  int run() throws IOException, InterruptedException {
    try (CommandApi commands = new CommandApi(access, Patience.NORMAL);
        QueryApi queries = new QueryApi(access, Patience.LONG)) {
      commands.applyDefinitions(Files.readString(plan.definitions()));
      int run = new Runs(access.home()).next();
      Traffic traffic = new Traffic(commands, writeKey(commands), plan.seed(), clock, plan.pace());
      simulate(traffic, run);
      return show(queries, traffic) ? 0 : 1;
    } catch (ApiException e) {
      terminal.line(terminal.bad("The demo stopped: ") + e.getMessage());
      terminal.line("What the services say: ./attune logs");
      return 1;
    }
  }

  /** The key of the demo's source. One whose key was lost with an earlier data folder is passed over. */
  private String writeKey(CommandApi commands) {
    SourceKeys keys = new SourceKeys(commands, access);
    for (int number = 1; number <= MOST_SOURCES; number++) {
      Optional<String> key = keys.of(number == 1 ? "demo" : "demo-" + number);
      if (key.isPresent()) {
        return key.get();
      }
    }
    throw new IllegalStateException("There are " + MOST_SOURCES + " sources of the demo, and no key to any of them");
  }

  private void simulate(Traffic traffic, int run) throws InterruptedException {
    Itinerary itinerary =
        new Itinerary(new Itinerary.Size(plan.seed(), run, plan.shoppers(), plan.live()), clock.instant());
    terminal.heading("A shop opens");
    terminal.line("  " + Text.count(itinerary.shoppers(), "shopper") + " in the last seven days"
        + (plan.live() > 0 ? ", " + plan.live() + " of them right now" : "") + "; "
        + itinerary.catalog().products().size() + " products.");
    terminal.line("  Offers from " + plan.definitions().getFileName() + ", seed " + plan.seed() + ", run " + run + ".");
    try (Progress progress =
        Progress.start(terminal, "Shoppers", itinerary.shoppers(), () -> traffic.tally().remark())) {
      traffic.send(itinerary, plan.concurrency(), progress);
    }
    TrafficTally.Result result = traffic.tally().result();
    terminal.line("  " + Text.count(result.messages()) + " events and " + Text.count(result.decisions())
        + " decisions stored in " + Text.seconds(result.time()) + ", "
        + Text.count(Text.perSecond(result.messages() + result.decisions(), result.time())) + " a second.");
    terminal.line("  Decided: " + Text.count(result.offered(), "offer") + ", " + Text.count(result.repeated())
        + " shown again, " + Text.count(result.fallbacks(), "fallback") + "; the cap held offers back "
        + Text.count(result.capped(), "time") + ".");
  }

  private boolean show(QueryApi queries, Traffic traffic) {
    String position = traffic.tally().position();
    List<Shown> live = traffic.shown().stream().filter(one -> !one.decisions().isEmpty()).toList();
    new TotalsScreen(queries, position).show(terminal);
    if (live.isEmpty()) {
      return new LagScreen(queries).show(terminal);
    }
    Shown watched = live.getFirst();
    Shown other = live.size() > 1 ? live.get(1) : watched;
    boolean good = new PersonScreen(queries, other.visit().shopper(), position).show(terminal);
    good &= new LagScreen(queries).show(terminal);
    good &= new TimeMachineScreen(queries, watched, position).show(terminal);
    good &= new NextScreen(access, plan.keyFile(), watched).show(terminal);
    return good;
  }
}
