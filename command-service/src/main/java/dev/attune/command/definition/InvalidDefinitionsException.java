package dev.attune.command.definition;

import java.util.List;

/** The file cannot be applied. Nothing was stored. */
final class InvalidDefinitionsException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final transient List<Flaw> flaws;

  InvalidDefinitionsException(List<Flaw> flaws) {
    super("The definitions have %d error(s); nothing was applied".formatted(flaws.size()));
    this.flaws = List.copyOf(flaws);
  }

  List<Flaw> flaws() {
    return flaws;
  }

  /**
   * One thing that is wrong.
   *
   * @param where path in the file: {@code offers.summer-10.priority}
   * @param what what is wrong and what is wanted
   */
  record Flaw(String where, String what) {}
}
