package dev.attune.query.projection;

import dev.attune.core.definition.Insights;
import dev.attune.query.problem.Problem;
import dev.attune.query.view.ViewStore;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.IntSupplier;
import java.util.function.UnaryOperator;

/**
 * What operators may do with a projection. Everything is a change of its roster, which all instances follow within half a
 * second. Methods throw a {@link Problem} if the roster does not allow it. Thread-safe.
 */
public final class Rebuilding {

  private final Projection projection;
  private final Generations generations;
  private final InsightsHistory insights;
  private final IntSupplier partitions;
  private final ViewStore store;
  private final Consumer<Roster> changed;

  Rebuilding(
      Projection projection,
      Generations generations,
      InsightsHistory insights,
      IntSupplier partitions,
      ViewStore store,
      Consumer<Roster> changed) {
    this.projection = projection;
    this.generations = generations;
    this.insights = insights;
    this.partitions = partitions;
    this.store = store;
    this.changed = changed;
  }

  /**
   * Begins a generation of everything beside what is live.
   *
   * @param automatic it goes live once it has passed the gate
   * @param throttle events per second at most, for every instance; 0: none
   * @return its number
   */
  public int start(boolean automatic, long throttle) {
    Insights latest = insights.latest();
    int count = partitions.getAsInt();
    if (count == 0 || (latest == null && projection.fold().followsDefinitions())) {
      throw new Problem(
          Problem.Kind.CATCHING_UP,
          "Projection '%s' has not begun yet; try again soon".formatted(projection.name()),
          Map.of("projection", projection.name()));
    }
    GenerationPlan wanted =
        new Succession(projection, count)
            .whole(latest == null ? Insights.NONE : latest, automatic, Math.max(0, throttle), "an operator's rebuild");
    return change(roster -> roster.begin(wanted)).last();
  }

  /**
   * Begins a generation of the same as a live one. When it has caught up, all documents of both are compared; if they are
   * equal it is over, else it waits for a {@link #switchTo} or a {@link #cancel}.
   *
   * @param number of the live one
   * @param throttle events per second at most, for every instance; 0: none
   * @return the number of the new one
   */
  public int compare(int number, long throttle) {
    return change(roster -> roster.beginTwin(number, throttle)).last();
  }

  /** Nothing is folded into it until it is resumed. */
  public void pause(int number) {
    change(roster -> roster.pause(number, true));
  }

  /** It is folded again. */
  public void resume(int number) {
    change(roster -> roster.pause(number, false));
  }

  /**
   * @param eventsPerSecond at most, for every instance; 0: none
   */
  public void throttle(int number, long eventsPerSecond) {
    change(roster -> roster.throttle(number, eventsPerSecond));
  }

  /** It is given up; its documents are removed. */
  public void cancel(int number) {
    change(roster -> roster.cancel(number, "cancelled by an operator"));
  }

  /**
   * Requests are answered from it from now on.
   *
   * @param force even if the gate did not let it pass
   */
  public void switchTo(int number, boolean force) {
    change(roster -> roster.switchTo(number, force));
  }

  /** Requests are answered again from what answered them before the last switch, and now stands by. */
  public void back(int number) {
    change(roster -> roster.stepBack(number));
  }

  /** The way back to it is given up; its documents are removed. */
  public void retire(int number) {
    change(roster -> roster.retire(number));
  }

  /**
   * What is parked of a key is tried again, within seconds, by the instance that folds it.
   *
   * @throws Problem {@code not-found} if nothing of the key is parked
   */
  public void retry(String key) {
    List<ParkedStore> holding =
        generations.read(projection.name()).members().stream()
            .filter(member -> member.stage().isFolded())
            .map(member -> new ParkedStore(member.generation(), store))
            .filter(parked -> parked.all().stream().anyMatch(one -> one.isOpen() && one.key().equals(key)))
            .toList();
    if (holding.isEmpty()) {
      throw new Problem(
          Problem.Kind.NOT_FOUND, "Nothing of '%s' is parked in projection '%s'".formatted(key, projection.name()));
    }
    holding.forEach(parked -> parked.request(key));
  }

  private Roster change(UnaryOperator<Roster> change) {
    Roster after = generations.change(projection.name(), change);
    changed.accept(after);
    return after;
  }
}
