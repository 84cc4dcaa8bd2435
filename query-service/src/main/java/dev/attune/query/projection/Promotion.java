package dev.attune.query.projection;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Has the gate look at generations that have come near the head, and switches to those that passed and need nobody. */
final class Promotion implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Promotion.class);
  private static final long AGAIN_NANOS = 5_000_000_000L;

  private final RunnerParts parts;
  private final Gate gate;
  private final Map<Generation, Long> looked = new HashMap<>();
  private final Map<Generation, Future<@Nullable GateReport>> comparing = new HashMap<>();
  private final ExecutorService comparisons;

  Promotion(RunnerParts parts, Gate gate) {
    this.parts = parts;
    this.gate = gate;
    this.comparisons =
        Executors.newSingleThreadExecutor(
            Thread.ofPlatform().daemon().name("comparing-" + parts.projection().name()).factory());
  }

  @Override
  public void close() {
    comparisons.shutdownNow();
  }

  /** The roster after what was due. */
  Roster look(Roster roster, Running running) throws InterruptedException {
    Roster now = roster;
    for (Member member : roster.members()) {
      if (member.stage().isToCome() && running.leads(member.generation())) {
        now = member.isTwin() ? compare(now, member, running) : look(now, member, running);
      }
    }
    List<Generation> known = roster.members().stream().filter(one -> one.stage().isToCome()).map(Member::generation).toList();
    looked.keySet().retainAll(known);
    comparing.entrySet().removeIf(one -> !known.contains(one.getKey()) && one.getValue().cancel(true));
    return now;
  }

  /** All documents are compared on a thread of their own: it takes as long as there are many. */
  private Roster compare(Roster roster, Member member, Running running) throws InterruptedException {
    Generation twin = member.generation();
    Future<@Nullable GateReport> under = comparing.get(twin);
    Standing standing = running.standing(twin);
    Standing live = standing(roster, member.twinOf(), running);
    if (under == null) {
      if (standing != null && live != null && member.gate() == null && !member.paused() && isDue(member, standing)) {
        LOG.info("Every document of projection {} is compared with generation {}", twin.id(), member.twinOf());
        comparing.put(twin, comparisons.submit(() -> gate.lookAtAll(standing, live)));
      }
      return roster;
    }
    if (!under.isDone()) {
      return roster;
    }
    comparing.remove(twin);
    looked.put(twin, System.nanoTime());
    GateReport report = reportOf(under, twin);
    LOG.info("Every document of projection {} was compared with generation {}: {}", twin.id(), member.twinOf(), report);
    return report == null ? roster : change(roster, one -> one.compared(member.number(), report));
  }

  private static @Nullable GateReport reportOf(Future<@Nullable GateReport> under, Generation twin)
      throws InterruptedException {
    try {
      return under.get();
    } catch (ExecutionException e) {
      LOG.warn("Documents of projection {} cannot be compared yet", twin.id(), e.getCause());
      return null;
    }
  }

  private Roster look(Roster roster, Member member, Running running) throws InterruptedException {
    Standing standing = running.standing(member.generation());
    Roster now = roster;
    if (standing != null && member.stage() == Stage.BUILDING && !member.paused() && isDue(member, standing)) {
      GateReport report = gate.look(standing, counterpart(roster, member, running));
      looked.put(member.generation(), System.nanoTime());
      LOG.info("The gate looked at projection {}: {}", member.generation().id(), report);
      now = change(now, one -> one.gated(member.number(), report));
    }
    Member after = now.find(member.number());
    return after != null && after.stage() == Stage.READY && after.automatic()
        ? change(now, one -> isReady(one, member.number()) ? one.switchTo(member.number(), false) : one)
        : now;
  }

  private boolean isDue(Member member, Standing standing) {
    Long last = looked.get(member.generation());
    return (last == null || System.nanoTime() - last > AGAIN_NANOS) && gate.isNear(standing);
  }

  private Roster change(Roster seen, UnaryOperator<Roster> change) {
    return parts
        .generations()
        .change(
            seen.projection(), now -> now.incarnation().equals(seen.incarnation()) ? change.apply(now) : now);
  }

  private static boolean isReady(Roster roster, int number) {
    Member member = roster.find(number);
    return member != null && member.stage() == Stage.READY;
  }

  /** What the generation is to take the place of, if that is one and folded here. */
  private static @Nullable Standing counterpart(Roster roster, Member member, Running running) {
    List<Member> live = roster.answering();
    if (!member.whole() || live.size() != 1) {
      return null;
    }
    return standing(roster, live.getFirst().number(), running);
  }

  private static @Nullable Standing standing(Roster roster, int number, Running running) {
    Member member = roster.find(number);
    Standing standing = member == null ? null : running.standing(member.generation());
    return standing != null && standing.isCaughtUp() ? standing : null;
  }
}
