package dev.attune.infra.torture;

import dev.attune.infra.client.Access;
import dev.attune.infra.client.CommandApi;
import dev.attune.infra.client.DecisionRequest;
import dev.attune.infra.client.Json;
import dev.attune.infra.client.Patience;
import dev.attune.infra.client.QueryApi;
import dev.attune.infra.stack.LocalStack;
import dev.attune.infra.stack.Node;
import java.io.PrintStream;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Decisions are asked of several nodes at once for the same sessions, while parts of the stack are killed in turn; no
 * session may be shown more than its cap.
 */
final class CapTorture {

  private static final Patience READS =
      new Patience(Duration.ofMinutes(2), Duration.ofMillis(50), Duration.ofSeconds(1));

  private final LocalStack stack;
  private final PrintStream out;

  CapTorture(LocalStack stack, PrintStream out) {
    this.stack = stack;
    this.out = out;
  }

  /**
   * How much.
   *
   * @param requests different request ids, at least
   * @param threads that ask at the same time
   */
  record Size(int requests, int threads, int kills) {}

  /**
   * What came of it.
   *
   * @param answered by request id
   * @param viewed the decisions of all timelines
   * @param bytes repeated requests that got other bytes
   * @param repeats answers that came to a request that had one
   * @param repeated requests that had to be sent again
   */
  record Outcome(
      AskPlan plan,
      Map<String, Given> answered,
      List<Given> viewed,
      List<String> bytes,
      int repeats,
      List<Killer.Strike> strikes,
      long repeated) {

    /** Sessions that were shown too much, by the answers and by the views. */
    List<String> overshoots() {
      List<String> complaints = new ArrayList<>(CapCheck.overshoots("answers", answered.values()));
      complaints.addAll(CapCheck.overshoots("timelines", viewed));
      return complaints;
    }

    /** Everything that is wrong. */
    List<String> complaints() {
      List<String> complaints = new ArrayList<>(overshoots());
      complaints.addAll(bytes);
      complaints.addAll(CapCheck.differences(answered, viewed));
      return complaints;
    }
  }

  /**
   * Applies the offers and asks.
   *
   * @param asked nodes of command-service that are asked
   * @param victims nodes that are killed in turn
   */
  Outcome run(long seed, Size size, List<Node> asked, List<Node> victims) {
    String run = "c" + Long.toString(System.currentTimeMillis(), Character.MAX_RADIX);
    AskPlan plan = AskPlan.of(seed, run, size.requests());
    out.printf(
        "Cap: seed %d, %,d decisions asked for, %,d of them again, in %,d sessions, %d threads, %d nodes, %d kills%n",
        seed, plan.requests(), plan.asks().size() - plan.requests(), plan.requests() / AskPlan.PER_SESSION,
        size.threads(), asked.size(), size.kills());
    Access access = Access.to(stack);
    Answers answers = new Answers();
    List<URI> nodes = asked.stream().map(node -> URI.create("http://127.0.0.1:" + node.port())).toList();
    try (CommandApi api = new CommandApi(access, Patience.NORMAL);
        PatientClient client = new PatientClient(nodes, api.addSource(run).orElseThrow())) {
      api.applyDefinitions(CapOffers.yaml());
      Pace pace = new Pace(plan.asks().size(), size.kills());
      Killer killer = Killer.of(stack, victims, size.kills(), pace, client::inFlight, seed, out);
      Crew.work(size.threads(), plan.asks().size(), number -> {
        Ask ask = plan.asks().get(number);
        pace.enter(number);
        answers.write(ask, client.post("/v1/decisions", body(ask), number));
        pace.advance(1);
      }, pace, killer);
      return read(plan, answers, access, killer, client.repeated());
    }
  }

  private static byte[] body(Ask ask) {
    return Json.MAPPER.writeValueAsBytes(
        new DecisionRequest(ask.requestId(), ask.person().identities(), ask.placement(), ask.session(), Map.of()));
  }

  private Outcome read(AskPlan plan, Answers answers, Access access, Killer killer, long repeated) {
    Map<String, Given> given = answers.given();
    out.printf("  %,d requests answered, %,d of them more than once, %,d sent again; %,d sessions are full; reading the"
        + " views%n", given.size(), answers.repeats(), repeated, CapCheck.full(given.values()));
    try (QueryApi api = new QueryApi(access, READS)) {
      Views views = new Views(api);
      views.totals(answers.position());
      List<Given> viewed = new ArrayList<>();
      Views.each(plan.people(), person -> decisions(views, person, answers.position()))
          .values()
          .forEach(viewed::addAll);
      return new Outcome(
          plan, given, viewed, answers.complaints(), answers.repeats(), killer.strikes(), repeated);
    }
  }

  private static List<Given> decisions(Views views, Person person, long position) {
    return views.profile(person, position)
        .map(profile -> views.timeline(profile.path("id").asString(), position).stream()
            .filter(entry -> entry.path("event").asString("").equals("decision.made"))
            .map(Given::entered)
            .toList())
        .orElse(List.of());
  }
}
