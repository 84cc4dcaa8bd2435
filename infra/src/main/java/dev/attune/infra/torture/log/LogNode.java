package dev.attune.infra.torture.log;

import java.util.concurrent.CompletableFuture;

/** A node that appends. Thread-safe. */
interface LogNode extends AutoCloseable {

  /** Never fails; may take for ever while the node is stopped. */
  CompletableFuture<Answer> append(Attempt attempt);

  @Override
  void close();
}
