package dev.attune.infra.shop;

import dev.attune.infra.terminal.Terminal;

/** A part of what the demo shows, read from query-service. */
interface Screen {

  /** Prints it; false if what it shows is not as it must be. */
  boolean show(Terminal terminal);
}
