package dev.attune.infra.stack;

/** Asks a process whether it is ready to serve. */
@FunctionalInterface
interface Probe {

  /** False while it starts or when it cannot be reached; takes at most about two seconds. */
  boolean ready();
}
