package dev.attune.infra.torture;

import dev.attune.infra.stack.LocalStack;
import dev.attune.infra.stack.Node;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.IntSupplier;

/** Kills one node after another with SIGKILL, and starts each again. */
final class Killer implements Runnable {

  private static final int LONGEST_DOWN_MILLIS = 700;
  private static final int MOST_LOOKS = 2_000;
  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(1);

  private final LocalStack stack;
  private final List<Node> victims;
  private final Pace pace;
  private final IntSupplier inFlight;
  private final Random random;
  private final PrintStream out;
  private final List<Strike> strikes = new ArrayList<>();

  private Killer(
      LocalStack stack, List<Node> victims, Pace pace, IntSupplier inFlight, Random random, PrintStream out) {
    this.stack = stack;
    this.victims = victims;
    this.pace = pace;
    this.inFlight = inFlight;
    this.random = random;
    this.out = out;
  }

  /**
   * A kill.
   *
   * @param done requests of the load that were acknowledged by then
   * @param inFlight requests that waited for their answer
   */
  record Strike(Node node, long done, int inFlight) {}

  /**
   * In rounds, each of all nodes in an order by lot.
   *
   * @param inFlight tells how many requests are under way
   */
  static Killer of(
      LocalStack stack, List<Node> nodes, int kills, Pace pace, IntSupplier inFlight, long seed, PrintStream out) {
    Random random = new Random(seed);
    List<Node> victims = new ArrayList<>();
    while (victims.size() < kills) {
      List<Node> round = new ArrayList<>(nodes);
      Collections.shuffle(round, random);
      victims.addAll(round.subList(0, Math.min(round.size(), kills - victims.size())));
    }
    return new Killer(stack, victims, pace, inFlight, random, out);
  }

  @Override
  public void run() {
    try {
      for (int kill = 0; kill < victims.size(); kill++) {
        strike(kill, victims.get(kill));
      }
    } catch (RuntimeException | Error e) {
      pace.broken(e);
      throw e;
    }
  }

  private void strike(int kill, Node node) {
    pace.awaitStrike(kill, 0.2 + 0.4 * random.nextDouble());
    Strike strike = new Strike(node, pace.done(), someUnderWay());
    stack.kill(node);
    strikes.add(strike);
    long begin = System.nanoTime();
    Interruption.pause(Duration.ofMillis(random.nextInt(LONGEST_DOWN_MILLIS)));
    stack.restart(node);
    out.printf(
        "  kill %2d  %-18s after %,d requests, with %d under way; back after %.1f s%n", kill + 1,
        node.name(), strike.done(), strike.inFlight(), (System.nanoTime() - begin) / 1e9);
    pace.restored();
  }

  /** Senders may all be between two requests: a kill then would test nothing, so it comes a moment later. */
  private int someUnderWay() {
    int underWay = inFlight.getAsInt();
    for (int look = 0; look < MOST_LOOKS && underWay == 0; look++) {
      Interruption.pause(BETWEEN_LOOKS);
      underWay = inFlight.getAsInt();
    }
    return underWay;
  }

  /** What was killed, in order; complete once {@link #run} has returned. */
  List<Strike> strikes() {
    return List.copyOf(strikes);
  }
}
