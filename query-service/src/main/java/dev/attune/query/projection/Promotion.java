package dev.attune.query.projection;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Has the gate look at generations that have come near the head, and switches to those that passed and need nobody. */
final class Promotion {

  private static final Logger LOG = LoggerFactory.getLogger(Promotion.class);
  private static final long AGAIN_NANOS = 5_000_000_000L;

  private final RunnerParts parts;
  private final Gate gate;
  private final Map<Generation, Long> looked = new HashMap<>();

  Promotion(RunnerParts parts, Gate gate) {
    this.parts = parts;
    this.gate = gate;
  }

  /** The roster after what was due. */
  Roster look(Roster roster, Running running) throws InterruptedException {
    Roster now = roster;
    for (Member member : roster.members()) {
      if (member.stage().isToCome() && running.leads(member.generation())) {
        now = look(now, member, running);
      }
    }
    looked.keySet().retainAll(roster.members().stream().map(Member::generation).toList());
    return now;
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
    Standing standing = running.standing(live.getFirst().generation());
    return standing != null && standing.isCaughtUp() ? standing : null;
  }
}
