package dev.attune.infra.importer;

/** A row that cannot be loaded; the message says why, for the person who has the file. */
final class BadRowException extends Exception {

  private static final long serialVersionUID = 1L;

  BadRowException(String reason) {
    super(reason, null, false, false);
  }

  String reason() {
    return String.valueOf(getMessage());
  }
}
