package dev.attune.eventstore.stream;

import dev.attune.eventstore.append.Appender;
import dev.attune.eventstore.append.OverloadedException;
import dev.attune.eventstore.read.EventReader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Executor;
import java.util.function.ToIntFunction;

/**
 * Mailboxes over an appender and a reader. A stream without commands costs nothing but its place in the memory of states;
 * one with commands has a virtual thread that decides all that wait, sends them as one chain, waits for the store, and
 * begins again with what has arrived meanwhile.
 */
public final class StreamMailboxes<S> implements Mailboxes<S> {

  private static final Duration RETRY_AFTER = Duration.ofMillis(250);
  private static final Executor VIRTUAL = task -> Thread.startVirtualThread(task);

  private final ConcurrentMap<UUID, Mailbox<S>> boxes = new ConcurrentHashMap<>();
  private final States<S> states;
  private final Rounds<S> rounds;
  private final MailboxOptions options;
  private final Executor executor;

  /** With states that weigh 1 each. */
  public StreamMailboxes(Appender appender, EventReader reader, Fold<S> fold, MailboxOptions options) {
    this(appender, reader, fold, options, state -> 1);
  }

  /**
   * @param weight of a state in memory, in the unit of {@link MailboxOptions#cachedWeight}
   */
  public StreamMailboxes(
      Appender appender, EventReader reader, Fold<S> fold, MailboxOptions options, ToIntFunction<S> weight) {
    this(appender, reader, options, new States<>(reader, fold, options.cachedWeight(), weight, null));
  }

  /**
   * With snapshots of the states of long streams.
   *
   * @param weight of a state in memory, in the unit of {@link MailboxOptions#cachedWeight}
   */
  public StreamMailboxes(
      Appender appender,
      EventReader reader,
      Fold<S> fold,
      MailboxOptions options,
      ToIntFunction<S> weight,
      SnapshotOptions<S> snapshots) {
    this(
        appender,
        reader,
        options,
        new States<>(
            reader, fold, options.cachedWeight(), weight, new Snapshots<>(reader, fold, snapshots, VIRTUAL)));
  }

  private StreamMailboxes(Appender appender, EventReader reader, MailboxOptions options, States<S> states) {
    this(appender, reader, options, states, VIRTUAL);
  }

  StreamMailboxes(
      Appender appender, EventReader reader, MailboxOptions options, States<S> states, Executor executor) {
    this.executor = executor;
    this.options = options;
    this.states = states;
    this.rounds = new Rounds<>(appender, reader, states, options.tries());
  }

  @Override
  public <R> CompletableFuture<R> send(UUID stream, Decider<S, R> decider) {
    CompletableFuture<R> future = new CompletableFuture<>();
    Command<S, R> command = new Command<>(decider, future, executor);
    boxes.compute(
        stream,
        (id, box) -> {
          Mailbox<S> into = box == null ? new Mailbox<>() : box;
          if (!into.offer(command, options.waiting())) {
            command.fail(new OverloadedException("The mailbox of stream " + id, RETRY_AFTER));
          }
          if (box == null) {
            executor.execute(() -> drain(id));
          }
          return into;
        });
    return future;
  }

  @Override
  public S state(UUID stream) {
    return states.get(stream).state();
  }

  /** How many streams have commands now. */
  public int busy() {
    return boxes.size();
  }

  /** What the states in memory weigh now, in the unit of {@link MailboxOptions#cachedWeight}. */
  public long weight() {
    return states.weight();
  }

  /** How many states are in memory, about. */
  public long states() {
    return states.count();
  }

  /** How many states were found in memory so far. */
  public long found() {
    return states.found();
  }

  /** How many states were read from the store so far. */
  public long read() {
    return states.read();
  }

  private void drain(UUID stream) {
    try {
      for (List<Command<S, ?>> next = next(stream); !next.isEmpty(); next = next(stream)) {
        rounds.settle(stream, next);
      }
    } catch (Throwable failed) {
      abandon(stream, failed);
    }
  }

  /** A mailbox without a thread would take commands and never answer. */
  private void abandon(UUID stream, Throwable failed) {
    Mailbox<S> left = boxes.remove(stream);
    if (left != null) {
      left.take(Integer.MAX_VALUE).forEach(command -> command.fail(failed));
    }
  }

  /** What waits; if nothing does, the mailbox is gone, and the next command makes a new one. */
  private List<Command<S, ?>> next(UUID stream) {
    List<Command<S, ?>> next = new ArrayList<>();
    boxes.computeIfPresent(
        stream,
        (id, box) -> {
          if (box.isEmpty()) {
            return null;
          }
          next.addAll(box.take(options.together()));
          return box;
        });
    return next;
  }
}
