package dev.attune.eventstore.stream;

import dev.attune.eventstore.append.Claim;
import dev.attune.eventstore.append.Outcome;
import dev.attune.eventstore.stream.Decider.Decision;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A command in a mailbox, with what it decided last. Only the mailbox's own thread touches it after it was put in. */
final class Command<S, R> {

  private final Decider<S, R> decider;
  private final CompletableFuture<R> future;
  private final Executor completions;
  private @Nullable Decision<S, R> decision;
  private @Nullable Throwable failure;
  private boolean told;

  Command(Decider<S, R> decider, CompletableFuture<R> future, Executor completions) {
    this.decider = decider;
    this.future = future;
    this.completions = completions;
  }

  /** Decides on a state. What it throws is kept until all before it is stored, as an answer would be. */
  void decide(S state) {
    decision = null;
    failure = null;
    try {
      decision = decider.decide(state);
    } catch (Throwable thrown) {
      failure = thrown;
    }
  }

  /** What it decided cannot be made: that is its failure, as if the decider had thrown it. */
  void spoil(Throwable reason) {
    decision = null;
    failure = reason;
  }

  /** What it wants to store, if anything. */
  Decision.@Nullable Store<S, R> store() {
    return decision instanceof Decision.Store<S, R> store ? store : null;
  }

  /** The claims of its last decision. */
  List<Claim> claims() {
    Decision.Store<S, R> store = store();
    return store == null ? List.of() : store.claims();
  }

  /** Tells the sender what was decided without storing anything. */
  void answer() {
    if (failure != null) {
      fail(failure);
    } else if (decision instanceof Decision.Answer<S, R> answer) {
      tell(answer::answer);
    }
  }

  void stored(Outcome.Appended appended) {
    Decision.Store<S, R> store = store();
    if (store != null) {
      tell(() -> store.stored().apply(appended));
    }
  }

  void taken(Outcome.Taken taken) {
    Decision.Store<S, R> store = store();
    if (store != null) {
      tell(() -> store.taken().apply(taken));
    }
  }

  /** Does nothing if the sender was told something already. */
  void fail(Throwable reason) {
    if (!told) {
      told = true;
      complete(() -> future.completeExceptionally(reason));
    }
  }

  private void tell(Supplier<R> answer) {
    if (!told) {
      told = true;
      complete(() -> complete(answer));
    }
  }

  /** Here if there is no other way: nobody waits for ever. */
  private void complete(Runnable completion) {
    try {
      completions.execute(completion);
    } catch (Throwable noThread) {
      completion.run();
    }
  }

  private void complete(Supplier<R> answer) {
    try {
      future.complete(answer.get());
    } catch (Throwable thrown) {
      future.completeExceptionally(thrown);
    }
  }
}
