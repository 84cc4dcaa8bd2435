package dev.attune.infra.stack;

/** How a node is doing. */
public enum NodeState {
  /** Waits for what it needs. */
  WAITING("waiting"),
  /** Its process lives, but it doesn't serve yet. */
  STARTING("starting"),
  /** It serves. */
  UP("up"),
  /** A server outside that answers. */
  EXTERNAL("external"),
  /** No process, or a server outside that doesn't answer. */
  DOWN("down");

  private final String word;

  NodeState(String word) {
    this.word = word;
  }

  /** The state as people read it. */
  public String word() {
    return word;
  }
}
