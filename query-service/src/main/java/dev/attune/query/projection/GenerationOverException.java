package dev.attune.query.projection;

/** The generation is not to be carried on: the store was lost, it is needed no more, or it is wrong. */
final class GenerationOverException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final boolean wrong;

  private GenerationOverException(String message, boolean wrong) {
    super(message);
    this.wrong = wrong;
  }

  /** It holds what it must not hold, or lacks what it must hold: a new one has to be folded. */
  static GenerationOverException wrong(String message) {
    return new GenerationOverException(message, true);
  }

  /** It is needed no more, or there is another store. */
  static GenerationOverException gone(String message) {
    return new GenerationOverException(message, false);
  }

  boolean isWrong() {
    return wrong;
  }
}
