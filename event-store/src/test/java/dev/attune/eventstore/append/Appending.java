package dev.attune.eventstore.append;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import static org.assertj.core.api.Assertions.assertThat;

/** Waits for outcomes, never longer than a test may. */
final class Appending {

  private Appending() {}

  static Outcome outcome(CompletableFuture<Outcome> future) {
    return future.orTimeout(60, TimeUnit.SECONDS).join();
  }

  static List<Outcome> outcomes(List<CompletableFuture<Outcome>> futures) {
    return futures.stream().map(Appending::outcome).toList();
  }

  static Outcome.Appended appended(CompletableFuture<Outcome> future) {
    Outcome outcome = outcome(future);
    assertThat(outcome).isInstanceOf(Outcome.Appended.class);
    return (Outcome.Appended) outcome;
  }

  static StreamHead head(CompletableFuture<Outcome> future) {
    return appended(future).heads().getFirst();
  }
}
