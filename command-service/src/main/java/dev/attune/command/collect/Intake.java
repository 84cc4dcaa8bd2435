package dev.attune.command.collect;

import dev.attune.command.collect.CollectMeters.Outcome;
import dev.attune.command.collect.Reading.Readable;
import dev.attune.command.collect.Reading.Unreadable;
import dev.attune.command.collect.Rejects.Reject;
import dev.attune.command.platform.Commands;
import dev.attune.command.platform.ProblemException;
import dev.attune.command.platform.Problems;
import dev.attune.command.profile.ProfileStreams;
import dev.attune.contracts.Identity;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;

/** Takes in what was read of a request: sends all commands in order, then waits for all. */
@Component
class Intake {

  private static final Logger LOG = LoggerFactory.getLogger(Intake.class);
  private static final long PATIENCE_SECONDS = 30;
  private static final int IN_FLIGHT = 400;

  private final Commands commands;
  private final ProfileStreams people;
  private final Rejects rejects;
  private final CollectMeters meters;

  Intake(Commands commands, ProfileStreams people, Rejects rejects, CollectMeters meters) {
    this.commands = commands;
    this.people = people;
    this.rejects = rejects;
    this.meters = meters;
  }

  /** What became of the items, in their order. Everything that is told as stored or quarantined is durable. */
  List<Result> take(List<Incoming> items) {
    meters.received(items.size());
    prefetch(items);
    List<CompletableFuture<Result>> pending = send(items);
    boolean kept = quarantine(items);
    List<Result> results = new ArrayList<>(items.size());
    for (CompletableFuture<Result> each : pending) {
      Result result = each.join();
      results.add(result instanceof Result.Quarantined bad && !kept ? refused(bad) : result);
    }
    results.forEach(result -> meters.count(outcome(result)));
    return results;
  }

  /**
   * An item that was read.
   *
   * @param reading what was made of it
   * @param reject how it is kept if it cannot be read
   */
  record Incoming(Reading reading, Function<List<String>, Reject> reject) {}

  private void prefetch(List<Incoming> items) {
    if (items.size() < 2) {
      return;
    }
    Set<Identity> identities = new LinkedHashSet<>();
    for (Incoming item : items) {
      if (item.reading() instanceof Readable readable) {
        identities.addAll(readable.command().heard().identities());
      }
    }
    try {
      people.prefetch(identities);
    } catch (RuntimeException e) {
      LOG.debug("Identities could not be looked up ahead", e);
    }
  }

  /**
   * Sends in order, with a bounded number in flight: a large batch of one person must not fill that person's mailbox.
   * Once one is shed, so are all behind it: the client sends the whole batch again anyway, and order is kept.
   */
  private List<CompletableFuture<Result>> send(List<Incoming> items) {
    List<CompletableFuture<Result>> pending = new ArrayList<>(items.size());
    ProblemException shed = null;
    for (int i = 0; i < items.size(); i++) {
      if (i >= IN_FLIGHT) {
        shed = shed == null ? shed(pending.get(i - IN_FLIGHT).join()) : shed;
      }
      CompletableFuture<Result> next = send(items.get(i), shed);
      shed = shed == null && next.isDone() ? shed(next.join()) : shed;
      pending.add(next);
    }
    return pending;
  }

  private static @Nullable ProblemException shed(Result result) {
    return result instanceof Result.Refused refused && refused.isShed() ? refused.problem() : null;
  }

  private CompletableFuture<Result> send(Incoming item, @Nullable ProblemException shed) {
    return switch (item.reading()) {
      case Unreadable bad ->
          CompletableFuture.completedFuture(new Result.Quarantined(bad.messageId(), bad.reasons()));
      case Readable good ->
          shed == null
              ? dispatch(good)
              : CompletableFuture.completedFuture(new Result.Refused(good.messageId(), shed));
    };
  }

  private CompletableFuture<Result> dispatch(Readable good) {
    CompletableFuture<Kept> kept;
    try {
      kept = commands.send(good.command());
    } catch (RuntimeException e) {
      kept = CompletableFuture.failedFuture(e);
    }
    return kept.orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS)
        .handle(
            (stored, thrown) ->
                stored != null
                    ? new Result.Stored(good.messageId(), stored)
                    : new Result.Refused(good.messageId(), problem(thrown)));
  }

  private static ProblemException problem(Throwable thrown) {
    Throwable cause = Problems.unwrapped(thrown);
    if (cause instanceof TimeoutException) {
      return Problems.storeAway();
    }
    ProblemException problem = Problems.of(cause);
    if (problem.status() == HttpStatus.INTERNAL_SERVER_ERROR) {
      LOG.error("A command failed unexpectedly", cause);
    }
    return problem;
  }

  /** True if everything unreadable is kept now. */
  private boolean quarantine(List<Incoming> items) {
    List<Reject> bad = new ArrayList<>();
    for (Incoming item : items) {
      if (item.reading() instanceof Unreadable unreadable) {
        bad.add(item.reject().apply(unreadable.reasons()));
      }
    }
    if (bad.isEmpty()) {
      return true;
    }
    try {
      rejects.keep(bad);
      return true;
    } catch (RuntimeException e) {
      LOG.warn("{} items could not be put into quarantine: {}", bad.size(), e.toString());
      return false;
    }
  }

  private static Result refused(Result.Quarantined bad) {
    return new Result.Refused(bad.messageId(), Problems.storeAway());
  }

  private static Outcome outcome(Result result) {
    return switch (result) {
      case Result.Stored stored -> stored.kept().duplicate() ? Outcome.DUPLICATE : Outcome.ACCEPTED;
      case Result.Quarantined quarantined -> Outcome.QUARANTINED;
      case Result.Refused refused -> refused.isShed() ? Outcome.SHED : Outcome.FAILED;
    };
  }
}
