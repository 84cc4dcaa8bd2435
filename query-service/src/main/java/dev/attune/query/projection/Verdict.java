package dev.attune.query.projection;

import dev.attune.contracts.wire.Relayed;

/** What is to be done with a record. */
enum Verdict {
  /** It follows what was folded last. */
  APPLY,
  /** It was folded already. */
  REPEATED,
  /** It was lost in a restore of the log. */
  VOID,
  /** Its epoch was not announced yet: wait for the announcement. */
  UNKNOWN_EPOCH,
  /** Records before it are missing: must not be folded. */
  GAP;

  /**
   * @param last position that was folded last in the partition; 0 if none
   */
  static Verdict of(Relayed relayed, long last, Epochs epochs) {
    long position = relayed.envelope().position();
    int epoch = relayed.envelope().epoch();
    if (!epochs.knows(epoch)) {
      return UNKNOWN_EPOCH;
    }
    if (epochs.voids(epoch, position)) {
      return VOID;
    }
    if (position <= last) {
      return REPEATED;
    }
    return relayed.previous() == last ? APPLY : GAP;
  }
}
