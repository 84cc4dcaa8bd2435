package dev.attune.eventstore.verify;

/**
 * Something in the log that is not as it was appended.
 *
 * @param position where it was met; for what belongs to no event, the position that it names
 * @param what is wrong, for people; names no personal data
 */
public record Fault(long position, String what) {

  @Override
  public String toString() {
    return "position " + position + ": " + what;
  }
}
