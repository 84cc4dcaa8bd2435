package dev.attune.query.projection;

import dev.attune.contracts.wire.Partitioner;
import dev.attune.contracts.wire.Progress;
import java.util.List;
import java.util.UUID;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A generation that is folded on a thread of its own, until it is closed or over. */
final class RunningGeneration implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(RunningGeneration.class);
  private static final long BACK_OFF_MILLIS = 200;

  private final RunnerParts parts;
  private final Member member;
  private final List<View<?>> views;
  private final Standing standing;
  private final PersonCheck check;
  private final Mending mending;
  private final Wrong wrong;
  private final Thread thread;
  private volatile boolean closed;

  RunningGeneration(RunnerParts parts, Member member, List<View<?>> views, Wrong wrong) {
    this.parts = parts;
    this.member = member;
    this.views = views;
    this.wrong = wrong;
    this.standing = new Standing(member.generation());
    this.check = new PersonCheck(views, member.generation(), parts.store());
    this.mending =
        new Mending(
            member.generation(),
            check,
            new PersonRecords(parts.decoder()),
            parts.metrics());
    this.thread = Thread.ofPlatform().name("generation-" + member.generation().id()).unstarted(this::run);
  }

  /** Hears of a generation that cannot be right. */
  @FunctionalInterface
  interface Wrong {
    void proved(Generation generation, String why) throws InterruptedException;
  }

  void start() {
    thread.start();
  }

  Standing standing() {
    return standing;
  }

  /** Compares what it has of people. */
  PersonCheck check() {
    return check;
  }

  /** What it has of a person; null if another instance folds that, or if it is held back. */
  PersonCheck.@Nullable Seen seen(UUID person) {
    Generation generation = member.generation();
    Long applied = standing.applied(Partitioner.partition(person, generation.partitions()));
    if (applied == null || isParked(person)) {
      return null;
    }
    return check.read(person.toString(), applied);
  }

  private boolean isParked(UUID person) {
    return standing.snapshot().parked() > 0
        && new ParkedStore(member.generation(), parts.store())
            .all().stream().anyMatch(one -> one.isOpen() && one.key().equals(person.toString()));
  }

  /** Has what it has of a person written anew where it is not as the history says. */
  void mend(UUID person, PersonHistory history) {
    mending.want(person, history);
  }

  /** It ended by itself. */
  boolean isOver() {
    return !closed && !thread.isAlive();
  }

  /** Asks it to stop after the round that it is in. */
  void stop() {
    closed = true;
    standing.hurry();
  }

  /** Stops after the round that it is in; waits at most ten seconds. */
  @Override
  public void close() {
    stop();
    try {
      thread.join(10_000);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    boolean over = false;
    while (!closed && !over) {
      try {
        Progress announced = parts.announcements().latest();
        if (announced == null) {
          Thread.sleep(BACK_OFF_MILLIS / 10);
        } else {
          over = isOverAfter(announced.head());
        }
      } catch (InterruptedException e) {
        return;
      } catch (RuntimeException | Error e) {
        // errors as well: a thread that is gone folds nothing
        LOG.warn("Projection {} begins again shortly: {}", member.generation().id(), e.toString(), e);
        standing.end();
        pause();
      }
    }
  }

  private boolean isOverAfter(long head) throws InterruptedException {
    Generation generation = member.generation();
    standing.begin(head);
    LOG.info("Projection {} is folded up to {}, in {}", generation.id(), head, generation.incarnation());
    Consumer<byte[], byte[]> consumer = parts.brokers().joining(generation.group(), parts.settings().batch());
    try {
      GenerationRun run = new GenerationRun(parts, member, views, standing, mending, head, consumer);
      while (!closed) {
        run.round();
      }
      return true;
    } catch (GenerationOverException e) {
      LOG.info("Projection {} is over: {}", generation.id(), e.getMessage());
      standing.end();
      if (e.isWrong()) {
        wrong.proved(generation, String.valueOf(e.getMessage()));
      }
      return true;
    } finally {
      consumer.close(CloseOptions.groupMembershipOperation(CloseOptions.GroupMembershipOperation.LEAVE_GROUP));
    }
  }

  private void pause() {
    try {
      Thread.sleep(BACK_OFF_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
