package dev.attune.query.projection;

/** What a generation is for at the moment. */
public enum Stage {
  /** It is folded beside what is live. */
  BUILDING,
  /** It passed the gate and waits to be switched to. */
  READY,
  /** Requests are answered from it. */
  LIVE,
  /** It was live, or waits for the way forth again: still folded, so that the way there takes one step. */
  STANDBY,
  /** Nobody needs it any more; its documents are removed. */
  RETIRED,
  /** It was given up before it was live. */
  CANCELLED,
  /** It could not be right. */
  FAILED;

  /** True if events are folded into it. */
  public boolean isFolded() {
    return this == BUILDING || this == READY || this == LIVE || this == STANDBY;
  }

  /** True if it has yet to be live for the first time. */
  public boolean isToCome() {
    return this == BUILDING || this == READY;
  }
}
