package dev.attune.infra.stack;

/** Hears what happens to the nodes while the stack starts or stops; called from several threads. */
@FunctionalInterface
public interface StackReport {

  /** Tells nobody. */
  StackReport SILENT = (node, state, remark) -> {};

  /**
   * A node has changed.
   *
   * @param remark what is worth knowing besides the state, or empty
   */
  void changed(Node node, NodeState state, String remark);
}
