package dev.attune.core.rule;

/** What a rule says of a person at a moment. */
public sealed interface Verdict {

  /** The rule holds. */
  record Holds() implements Verdict {}

  /** The rule does not hold. */
  record DoesNotHold() implements Verdict {}

  /**
   * The rule could not be evaluated: a missing key, a wrong type, a limit. Never eligible.
   *
   * @param reason for people
   */
  record Failed(String reason) implements Verdict {}
}
