package dev.attune.query.projection;

/** What the roster says of a generation, followed by its run: go on, pause, slower, stop. Confined to the run's thread. */
final class Steering {

  private static final int SHARES_OF_A_SECOND = 5;

  private final Generations generations;
  private final Generation generation;
  private Member member;
  private boolean held;
  private long notBefore = System.nanoTime();

  Steering(Generations generations, Member member) {
    this.generations = generations;
    this.generation = member.generation();
    this.member = member;
  }

  /**
   * Looks into the store what is wanted.
   *
   * @throws GenerationOverException if the generation is not to be carried on
   */
  void look() {
    Roster roster = generations.read(generation.projection());
    Member now = roster.find(generation.number());
    if (now == null || !now.generation().equals(generation)) {
      throw GenerationOverException.gone("there is another store, or others than it");
    }
    if (!now.stage().isFolded()) {
      throw GenerationOverException.gone("it is " + now.stage());
    }
    member = now;
  }

  boolean isToCome() {
    return member.stage().isToCome();
  }

  /** So many records are to be folded at once, at most: a throttled run takes small bites. */
  int bite() {
    return member.throttle() == 0
        ? Integer.MAX_VALUE
        : (int) Math.clamp(member.throttle() / SHARES_OF_A_SECOND, 1, (long) Integer.MAX_VALUE);
  }

  /** So many events were folded. */
  void folded(int events) {
    if (member.throttle() > 0) {
      notBefore = Math.max(notBefore, System.nanoTime()) + events * 1_000_000_000L / member.throttle();
    }
  }

  /** Nothing is to be read now. */
  boolean isHeld() {
    return held;
  }

  /** It is to stay where it is. */
  boolean isPaused() {
    return member.paused();
  }

  /** True if {@link #isHeld} has changed since it was asked last. */
  boolean turned() {
    boolean hold = isPaused() || System.nanoTime() < notBefore;
    boolean turned = hold != held;
    held = hold;
    return turned;
  }
}
