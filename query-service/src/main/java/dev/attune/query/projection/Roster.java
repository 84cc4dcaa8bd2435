package dev.attune.query.projection;

import dev.attune.query.problem.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The generations of a projection: which there are, what each is for, which answer requests. One document in the store,
 * changed by compare-and-set, so that all instances agree. Immutable; a change that is not allowed throws a {@link
 * Problem} of the kind {@code conflict}.
 *
 * @param projection name
 * @param incarnation of the store
 * @param change how often it was changed; 0: it is not in the store yet
 * @param last number of the newest generation; 0 if there was none yet
 * @param revision the highest revision that a generation was ever begun with
 * @param members oldest first
 * @param live numbers of those that answer, oldest first; more than one if they fold different definitions
 * @param back numbers of those that answer after a step back; empty if there is no way back
 */
record Roster(
    String projection,
    String incarnation,
    long change,
    int last,
    int revision,
    List<Member> members,
    List<Integer> live,
    List<Integer> back) {

  /** So many that are over are remembered. */
  private static final int KEPT = 20;

  Roster {
    members = List.copyOf(members);
    live = List.copyOf(live);
    back = List.copyOf(back);
  }

  static Roster none(String projection, String incarnation) {
    return new Roster(projection, incarnation, 0, 0, 0, List.of(), List.of(), List.of());
  }

  @Nullable Member find(int number) {
    return members.stream().filter(member -> member.number() == number).findFirst().orElse(null);
  }

  /** Those that answer requests. */
  List<Member> answering() {
    return members.stream().filter(member -> live.contains(member.number())).toList();
  }

  /** A whole generation that is to come; null if there is none. */
  @Nullable Member rebuilding() {
    return members.stream().filter(one -> one.stage().isToCome() && one.whole()).findFirst().orElse(null);
  }

  /** A new generation: live at once if none is, else beside what is. */
  Roster begin(GenerationPlan wanted) {
    Member other = rebuilding();
    if (wanted.whole() && other != null) {
      throw conflict("Generation %d is being built already".formatted(other.number()));
    }
    int number = last + 1;
    Generation next =
        new Generation(
            projection, number, wanted.revision(), wanted.definitions(), wanted.keys(), wanted.partitions(),
            incarnation);
    Stage stage = live.isEmpty() ? Stage.LIVE : Stage.BUILDING;
    List<Member> all = new ArrayList<>(members);
    all.add(Member.begun(next, stage, wanted));
    return new Roster(
        projection, incarnation, change, number, Math.max(revision, wanted.revision()), all,
        live.isEmpty() ? List.of(number) : live, back);
  }

  /**
   * A generation of the same as a live one, to be compared with it.
   *
   * @param original number of the live one
   * @param throttle events per second at most, for every instance; 0: none
   */
  Roster beginTwin(int original, long throttle) {
    Member member = required(original);
    if (!live.contains(original)) {
      throw conflict("Generation %d is %s; only one that is live can be compared".formatted(original, member.stage()));
    }
    for (Member other : members) {
      if (other.twinOf() == original && other.stage().isToCome()) {
        throw conflict("Generation %d is compared already, with generation %d".formatted(original, other.number()));
      }
    }
    Generation like = member.generation();
    return begin(
        new GenerationPlan(
            like.revision(), like.definitions(), like.keys(), like.partitions(), live.size() == 1, false, original,
            throttle, "compared with generation %d".formatted(original)));
  }

  /** All documents of a twin have been compared: one that is equal is over, one that differs waits for an operator. */
  Roster compared(int number, GateReport report) {
    Member member = required(number);
    if (!member.isTwin() || !member.stage().isToCome()) {
      return this;
    }
    Roster next = with(number, one -> one.gated(report));
    return report.passed() ? next.cancel(number, "equal to generation %d".formatted(member.twinOf())) : next;
  }

  /** The gate has looked. */
  Roster gated(int number, GateReport report) {
    Member member = required(number);
    if (!member.stage().isToCome() || report.equals(member.gate())) {
      return this;
    }
    return with(number, one -> one.gated(report).to(report.passed() ? Stage.READY : Stage.BUILDING));
  }

  /**
   * Requests are answered from it from now on.
   *
   * @param force also if it did not pass the gate
   */
  Roster switchTo(int number, boolean force) {
    Member member = required(number);
    if (!member.stage().isToCome()) {
      throw conflict("Generation %d is %s; only one that is built can be switched to".formatted(number, member.stage()));
    }
    if (member.stage() != Stage.READY && !force) {
      throw conflict(
          "Generation %d has not passed the gate; its status says why. Switch with force=true to take it as it is"
              .formatted(number));
    }
    if (member.isTwin() && !member.whole()) {
      throw conflict(
          "Generation %d stands for one of several that are live: cancel it, and rebuild the projection".formatted(number));
    }
    Roster switched = member.whole() ? instead(number) : beside(number);
    return switched.with(number, one -> one.to(Stage.LIVE));
  }

  private Roster instead(int number) {
    Roster next = this;
    for (int old : back) {
      next = live.contains(old) ? next : next.with(old, one -> one.to(Stage.RETIRED));
    }
    List<Integer> now = new ArrayList<>(List.of(number));
    long pinned = required(number).generation().definitions();
    for (Member old : answering()) {
      if (!old.whole() && old.generation().definitions() > pinned) {
        now.add(old.number()); // defined since the rebuild began
      } else {
        next = next.with(old.number(), one -> one.to(Stage.STANDBY));
      }
    }
    return next.pointing(now, live);
  }

  private Roster beside(int number) {
    List<Integer> more = new ArrayList<>(live);
    more.add(number);
    List<Integer> way = new ArrayList<>(back);
    if (!way.isEmpty()) {
      way.add(number);
    }
    return pointing(more, way);
  }

  /**
   * Those that answered before answer again; the way forth again stays open.
   *
   * @param number one of them
   */
  Roster stepBack(int number) {
    requireStandby(number);
    return swapped();
  }

  private Roster swapped() {
    Roster next = this;
    for (int now : live) {
      next = back.contains(now) ? next : next.with(now, one -> one.to(Stage.STANDBY));
    }
    for (int before : back) {
      next = next.with(before, one -> one.to(Stage.LIVE));
    }
    return next.pointing(back, live);
  }

  /** What answers requests if what did so failed: what stands by, else what is being built, as far as it has come. */
  Roster recovered() {
    if (!live.isEmpty()) {
      return this;
    }
    if (!back.isEmpty()) {
      return swapped();
    }
    Member building = rebuilding();
    return building == null ? this : switchTo(building.number(), true);
  }

  /**
   * The way back is given up: all that stand by are retired.
   *
   * @param number one of them
   */
  Roster retire(int number) {
    requireStandby(number);
    Roster next = this;
    for (int before : back) {
      next = live.contains(before) ? next : next.with(before, one -> one.to(Stage.RETIRED));
    }
    return next.pointing(live, List.of());
  }

  private void requireStandby(int number) {
    if (required(number).stage() != Stage.STANDBY || !back.contains(number)) {
      throw conflict("Generation %d does not stand by".formatted(number));
    }
  }

  /** It is given up before it was live. */
  Roster cancel(int number, String why) {
    Member member = required(number);
    if (!member.stage().isToCome()) {
      throw conflict("Generation %d is %s; only one that is being built can be cancelled".formatted(number, member.stage()));
    }
    return with(number, one -> one.to(Stage.CANCELLED).remarked(why));
  }

  /** It holds what it must not hold, or lacks what it must hold. */
  Roster fail(int number, String why) {
    Member member = find(number);
    if (member == null || !member.stage().isFolded()) {
      return this;
    }
    return with(number, one -> one.to(Stage.FAILED).remarked(why)).pointing(without(live, number), without(back, number));
  }

  /** Nothing is folded into it, or something again. */
  Roster pause(int number, boolean pause) {
    return steered(number).with(number, one -> one.paused(pause));
  }

  /**
   * @param eventsPerSecond at most, by every instance; 0: as many as it can
   */
  Roster throttle(int number, long eventsPerSecond) {
    if (eventsPerSecond < 0) {
      throw new Problem(Problem.Kind.BAD_REQUEST, "A throttle is a number of events per second, 0 for none");
    }
    return steered(number).with(number, one -> one.throttled(eventsPerSecond));
  }

  private Roster steered(int number) {
    Member member = required(number);
    if (!member.stage().isToCome()) {
      throw conflict("Generation %d is %s; only one that is being built can be steered".formatted(number, member.stage()));
    }
    return this;
  }

  /** Segments of which no definition counts any more are retired, as long as something else answers. */
  Roster masked(SortedMap<String, String> wanted) {
    Roster next = this;
    for (int i = live.size() - 1; i >= 0; i--) {
      int number = live.get(i);
      if (next.live.size() > 1 && next.effective(number, wanted).isEmpty()) {
        next =
            next.with(number, one -> one.to(Stage.RETIRED).remarked("all that it folds was superseded"))
                .pointing(without(next.live, number), without(next.back, number));
      }
    }
    return next;
  }

  /** Keys of a live generation that are still defined and that no younger live one folds. */
  private List<String> effective(int number, SortedMap<String, String> wanted) {
    List<String> keys = new ArrayList<>(required(number).generation().keys().keySet());
    keys.removeIf(key -> !wanted.containsKey(key));
    for (Member other : answering()) {
      if (other.number() > number) {
        keys.removeAll(other.generation().keys().keySet());
      }
    }
    return keys;
  }

  /** Its documents are gone; the oldest of those that are over are forgotten. */
  Roster dropped(int number) {
    Roster next = with(number, Member::withoutDocuments);
    List<Member> left = new ArrayList<>(next.members);
    long over = left.stream().filter(Member::dropped).count();
    for (int i = 0; i < left.size() && over > KEPT; i++) {
      if (left.get(i).dropped()) {
        left.remove(i--);
        over--;
      }
    }
    return new Roster(projection, incarnation, change, last, revision, left, live, back);
  }

  private Roster with(int number, UnaryOperator<Member> change) {
    List<Member> next = members.stream().map(one -> one.number() == number ? change.apply(one) : one).toList();
    return new Roster(projection, incarnation, this.change, last, revision, next, live, back);
  }

  private Roster pointing(List<Integer> nextLive, List<Integer> nextBack) {
    return new Roster(projection, incarnation, change, last, revision, members, nextLive, nextBack);
  }

  private static List<Integer> without(List<Integer> numbers, int number) {
    return numbers.stream().filter(one -> one != number).toList();
  }

  private Member required(int number) {
    Member member = find(number);
    if (member == null) {
      throw new Problem(
          Problem.Kind.NOT_FOUND, "Projection '%s' has no generation %d".formatted(projection, number));
    }
    return member;
  }

  private static Problem conflict(String detail) {
    return new Problem(Problem.Kind.CONFLICT, detail);
  }
}
