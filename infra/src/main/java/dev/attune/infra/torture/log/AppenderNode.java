package dev.attune.infra.torture.log;

import dev.attune.eventstore.append.Appender;
import java.util.concurrent.CompletableFuture;

/** A node in this JVM. */
record AppenderNode(Appender appender) implements LogNode {

  @Override
  public CompletableFuture<Answer> append(Attempt attempt) {
    return appender
        .append(attempt.unit())
        .handle((outcome, failure) -> failure == null ? Answer.of(outcome) : Answer.failed(failure));
  }

  @Override
  public void close() {
    appender.close();
  }
}
