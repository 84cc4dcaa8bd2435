package dev.attune.infra.torture;

import dev.attune.infra.client.Access;
import dev.attune.infra.client.CommandApi;
import dev.attune.infra.client.Patience;
import dev.attune.infra.client.QueryApi;
import dev.attune.infra.stack.Component;
import dev.attune.infra.stack.LocalStack;
import dev.attune.infra.stack.Node;
import java.io.PrintStream;
import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * Interactions are posted while every part of the stack is killed in turn; afterwards the views must hold what was
 * acknowledged, each once.
 */
final class KillsTorture {

  private static final Patience READS =
      new Patience(Duration.ofMinutes(2), Duration.ofMillis(50), Duration.ofSeconds(1));

  private final LocalStack stack;
  private final PrintStream out;

  KillsTorture(LocalStack stack, PrintStream out) {
    this.stack = stack;
    this.out = out;
  }

  /**
   * How much.
   *
   * @param threads posts under way at a time
   */
  record Size(int messages, int people, int threads, int kills) {}

  /**
   * What came of it.
   *
   * @param book what was acknowledged
   * @param seen what the views show
   * @param totals of the names of this run
   * @param repeated how many requests had to be sent again
   */
  record Outcome(
      Plan plan,
      Map<Person, Map<String, Message>> book,
      Map<Person, Seen> seen,
      Map<String, Long> totals,
      List<Killer.Strike> strikes,
      long repeated) {

    List<String> complaints() {
      return LossCheck.complaints(book, seen, totals);
    }
  }

  Outcome run(long seed, Size size) {
    String run = "k" + Long.toString(System.currentTimeMillis(), Character.MAX_RADIX);
    Plan plan = Plan.of(seed, run, size.people(), size.messages());
    out.printf("Kills: seed %d, %,d interactions of %d people in %,d posts, %,d of them sent twice, %d kills%n", seed,
        plan.messages(), size.people(), plan.posts().size(), plan.doubled(), size.kills());
    List<Node> nodes = Arrays.stream(Component.values()).map(stack::first).toList();
    Access access = Access.to(stack);
    Book book = new Book();
    try (CommandApi api = new CommandApi(access, Patience.NORMAL);
        PatientClient client =
            new PatientClient(List.of(URI.create(stack.addresses().commandUrl())), api.addSource(run).orElseThrow())) {
      InteractionPosts posts = new InteractionPosts(client, book);
      Pace pace = new Pace(plan.posts().size(), size.kills());
      Killer killer = Killer.of(stack, nodes, size.kills(), pace, client::inFlight, seed, out);
      Crew.work(size.threads(), plan.posts().size(), number -> {
        pace.enter(number);
        posts.post(number, plan.posts().get(number));
        pace.advance(1);
      }, pace, killer);
      return read(plan, book, access, run, killer, client.repeated());
    }
  }

  private Outcome read(Plan plan, Book book, Access access, String run, Killer killer, long repeated) {
    out.printf("  %,d acknowledged, %,d requests sent again; reading the views%n", book.size(), repeated);
    try (QueryApi api = new QueryApi(access, READS)) {
      Views views = new Views(api);
      Map<String, Long> totals = views.totals(book.position());
      totals.keySet().removeIf(name -> !name.startsWith(run + "_"));
      return new Outcome(
          plan, book.pages(), views.people(plan.people(), book.position()), totals, killer.strikes(), repeated);
    }
  }
}
