package dev.attune.infra.importer;

import org.jspecify.annotations.Nullable;

/**
 * A line of the file, without its end.
 *
 * @param number counted from 1
 * @param text what it says; what of it is kept if there is a problem
 * @param ended false for a last line without an end of line
 * @param problem why it cannot be read; null if it can
 */
record Line(long number, String text, boolean ended, @Nullable String problem) {

  boolean blank() {
    return problem == null && text.isBlank();
  }
}
