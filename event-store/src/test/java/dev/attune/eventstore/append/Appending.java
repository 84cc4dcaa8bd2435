package dev.attune.eventstore.append;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import static org.assertj.core.api.Assertions.assertThat;

/** Waits for outcomes, never longer than a test may. */
public final class Appending {

  private Appending() {}

  public static Outcome outcome(CompletableFuture<Outcome> future) {
    return future.orTimeout(60, TimeUnit.SECONDS).join();
  }

  public static List<Outcome> outcomes(List<CompletableFuture<Outcome>> futures) {
    return futures.stream().map(Appending::outcome).toList();
  }

  public static Outcome.Appended appended(CompletableFuture<Outcome> future) {
    Outcome outcome = outcome(future);
    assertThat(outcome).isInstanceOf(Outcome.Appended.class);
    return (Outcome.Appended) outcome;
  }

  public static StreamHead head(CompletableFuture<Outcome> future) {
    return appended(future).heads().getFirst();
  }
}
