package dev.attune.core.decision;

/** What a candidate must pass, in this order. */
public enum Gate {
  /** The eligibility rule does not hold. */
  INELIGIBLE("ineligible"),
  /** The eligibility rule could not be evaluated: never eligible. */
  RULE_FAILED("rule-failed"),
  /** A cap is reached. */
  CAPPED("capped"),
  /** Another candidate ranks higher. */
  OUTRANKED("outranked");

  private final String word;

  Gate(String word) {
    this.word = word;
  }

  /** The word in events and answers. */
  public String word() {
    return word;
  }
}
