package dev.attune.eventstore.stream;

import dev.attune.eventstore.append.AppendUnit;
import dev.attune.eventstore.append.Appender;
import dev.attune.eventstore.append.HashChain;
import dev.attune.eventstore.append.Outcome;
import dev.attune.eventstore.append.StreamAppend;
import dev.attune.eventstore.append.StreamHead;
import dev.attune.eventstore.read.EventReader;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * Takes commands of one stream to their end, in rounds. A round decides them one after another on the evolving state and
 * sends their units as a chain. What stands behind a failed unit was decided on a state that never came to be: it goes
 * into the next round.
 */
final class Rounds<S> {

  private static final long LONGEST_PAUSE_MILLIS = 50;

  private final Appender appender;
  private final EventReader reader;
  private final States<S> states;
  private final int tries;

  Rounds(Appender appender, EventReader reader, States<S> states, int tries) {
    this.appender = appender;
    this.reader = reader;
    this.states = states;
    this.tries = tries;
  }

  /** A command of a round: its unit if it stores something, and the state with it. */
  private record Step<S>(Command<S, ?> command, @Nullable AppendUnit unit, S after) {}

  /** Completes every command. Never throws. */
  void settle(UUID stream, List<Command<S, ?>> commands) {
    List<Command<S, ?>> left = commands;
    HeldClaims held = new HeldClaims(reader);
    int lost = 0;
    try {
      while (!left.isEmpty()) {
        Round<S> round = round(states.get(stream), left, held);
        left = round.left();
        lost = round.lost() ? (round.progressed() ? 1 : lost + 1) : 0;
        if (lost >= tries) {
          ContentionException contention = new ContentionException(stream, lost);
          left.forEach(command -> command.fail(contention));
          return;
        }
        if (lost > 1) {
          pause(lost);
        }
      }
    } catch (Throwable failed) {
      states.forget(stream);
      left.forEach(command -> command.fail(failed));
    }
  }

  /**
   * @param left what must be decided again, in order
   * @param lost another node changed the stream
   * @param progressed something was stored or answered before
   */
  private record Round<S>(List<Command<S, ?>> left, boolean lost, boolean progressed) {}

  private Round<S> round(Known<S> from, List<Command<S, ?>> commands, HeldClaims held) {
    List<Step<S>> steps = new ArrayList<>(commands.size());
    List<AppendUnit> units = new ArrayList<>();
    S now = from.state();
    StreamHead head = from.head();
    for (Command<S, ?> command : commands) {
      if (!steps.isEmpty() && steps.getLast().unit() != null) {
        try {
          head = behind(units.getLast());
        } catch (Throwable bad) {
          // Only it fails: the commands behind it are decided on the state before it.
          units.removeLast();
          now = spoiled(steps, bad, from.state());
        }
      }
      command.decide(now);
      AppendUnit unit = unit(command, head, held);
      if (unit != null) {
        now = next(command, now);
        units.add(unit);
      }
      steps.add(new Step<>(command, unit, now));
    }
    List<CompletableFuture<Outcome>> outcomes = units.isEmpty() ? List.of() : appender.appendChain(units);
    return finish(from, steps, outcomes, held);
  }

  /** What a command wants to store; nothing if it wants nothing, may not, or what it wants cannot be made. */
  private static @Nullable AppendUnit unit(Command<?, ?> command, StreamHead head, HeldClaims held) {
    try {
      Decider.Decision.Store<?, ?> store = command.store();
      return store == null || held.taken(store.claims()) != null
          ? null
          : new AppendUnit(
              store.events().getLast().eventId(), List.of(new StreamAppend(head, store.events())), store.claims());
    } catch (Throwable bad) {
      command.spoil(bad);
      return null;
    }
  }

  private static <S> S next(Command<S, ?> command, S now) {
    Decider.Decision.Store<S, ?> store = command.store();
    return store == null ? now : store.next();
  }

  /** Takes the last step's unit back; answers the state before it. */
  private static <S> S spoiled(List<Step<S>> steps, Throwable bad, S begun) {
    Command<S, ?> command = steps.removeLast().command();
    command.spoil(bad);
    S before = steps.isEmpty() ? begun : steps.getLast().after();
    steps.add(new Step<>(command, null, before));
    return before;
  }

  private static StreamHead behind(AppendUnit unit) {
    StreamAppend append = unit.streams().getFirst();
    return HashChain.after(append.expected(), append.events());
  }

  private Round<S> finish(
      Known<S> from, List<Step<S>> steps, List<CompletableFuture<Outcome>> outcomes, HeldClaims held) {
    Known<S> committed = from;
    int unit = 0;
    for (int i = 0; i < steps.size(); i++) {
      Step<S> step = steps.get(i);
      if (step.unit() == null) {
        answer(step.command(), held);
        continue;
      }
      Outcome outcome;
      try {
        outcome = outcomes.get(unit++).join();
      } catch (CompletionException | CancellationException failed) {
        // Perhaps stored, perhaps not: only the store knows the state now.
        states.forget(from.head().stream());
        Throwable cause = failed.getCause() == null ? failed : failed.getCause();
        step.command().fail(cause);
        return new Round<>(behindFailed(steps, i, outcomes, unit), false, i > 0);
      }
      switch (outcome) {
        case Outcome.Appended appended -> {
          committed = committed.next(step.after(), appended.heads().getFirst());
          keep(committed);
          step.command().stored(appended);
        }
        case Outcome.Taken taken -> {
          step.command().taken(taken);
          List<Command<S, ?>> behind = commands(steps, i + 1);
          held.lookUp(behind);
          return new Round<>(behind, false, true);
        }
        case Outcome.Conflict ignored -> {
          states.refresh(committed);
          return new Round<>(commands(steps, i), true, i > 0);
        }
        case Outcome.PredecessorFailed ignored ->
            throw new IllegalStateException("A unit failed behind one that did not");
      }
    }
    return new Round<>(List.of(), false, true);
  }

  /** It is stored, whatever becomes of the memory of it. */
  private void keep(Known<S> committed) {
    try {
      states.put(committed);
    } catch (Throwable failed) {
      states.forget(committed.head().stream());
    }
  }

  /** Commands behind a unit that failed with an exception: those whose own unit met the same fate fail with it. */
  private List<Command<S, ?>> behindFailed(
      List<Step<S>> steps, int failed, List<CompletableFuture<Outcome>> outcomes, int nextUnit) {
    List<Command<S, ?>> left = new ArrayList<>();
    int unit = nextUnit;
    for (Step<S> step : steps.subList(failed + 1, steps.size())) {
      CompletableFuture<Outcome> outcome = step.unit() == null ? null : outcomes.get(unit++);
      Throwable own = outcome == null ? null : failureOf(outcome);
      if (own == null) {
        left.add(step.command());
      } else {
        step.command().fail(own);
      }
    }
    return left;
  }

  private static @Nullable Throwable failureOf(CompletableFuture<Outcome> outcome) {
    return outcome.handle((answer, thrown) -> thrown).join();
  }

  private static <S> void answer(Command<S, ?> command, HeldClaims held) {
    Outcome.Taken taken = held.taken(command.claims());
    if (taken != null) {
      command.taken(taken);
    } else {
      command.answer();
    }
  }

  private static <S> List<Command<S, ?>> commands(List<Step<S>> steps, int from) {
    List<Command<S, ?>> commands = new ArrayList<>(steps.size() - from);
    steps.subList(from, steps.size()).forEach(step -> commands.add(step.command()));
    return commands;
  }

  private static void pause(int lost) throws InterruptedException {
    long most = Math.min(LONGEST_PAUSE_MILLIS, 1L << Math.min(lost, 10));
    Thread.sleep(ThreadLocalRandom.current().nextLong(most) + 1);
  }
}
