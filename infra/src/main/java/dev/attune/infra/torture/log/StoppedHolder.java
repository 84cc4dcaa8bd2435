package dev.attune.infra.torture.log;

import com.fasterxml.uuid.Generators;
import dev.attune.eventstore.append.StreamHead;
import dev.attune.infra.torture.Interruption;
import java.io.PrintStream;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * A node is stopped while PostgreSQL holds the log's lock for it. The statement ends on the server by itself: the lock is
 * free again, others append, and what the stopped node has sent is in the log before it goes on.
 */
final class StoppedHolder {

  private static final Duration STATEMENT = Duration.ofSeconds(1);
  private static final Duration STOPPED = Duration.ofSeconds(3);

  private final LogServer server;
  private final PrintStream out;
  private final LogBook book = new LogBook();

  StoppedHolder(LogServer server, PrintStream out) {
    this.server = server;
    this.out = out;
  }

  /**
   * What was to be seen.
   *
   * @param heldLock whether the server held the lock for the node when it was stopped
   * @param otherWaitedMillis how long another node's append took then
   * @param storedMeanwhile whether the stopped node's event was in the log before the node went on
   */
  record Outcome(boolean heldLock, long otherWaitedMillis, boolean storedMeanwhile, List<String> complaints) {}

  /**
   * On a fresh log.
   *
   * @param program main class of the node that is stopped
   */
  Outcome run(Class<?> program) throws SQLException {
    UUID slow = Generators.timeBasedEpochRandomGenerator().generate();
    try (RestartedNode holder = new RestartedNode(program, "holder", server.port(), server.password());
        RestartedNode other = new RestartedNode("other", server.port(), server.password())) {
      join(send(holder, 1, UUID.randomUUID()));
      join(send(other, 2, UUID.randomUUID()));
      sleepAtInsert(slow);
      CompletableFuture<Answer> waiting = send(holder, 3, slow);
      boolean held = awaitLock();
      CompletableFuture<Void> stop = CompletableFuture.runAsync(() -> holder.stopFor(STOPPED));
      Interruption.pause(Duration.ofMillis(50));
      long begin = System.nanoTime();
      Answer answer = join(send(other, 4, UUID.randomUUID()));
      long waited = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin);
      boolean stored = !stop.isDone() && !waiting.isDone() && stored(slow);
      stop.join();
      Answer late = join(waiting);
      out.printf("  stopped while the server held the lock for it: %s; another node's append took %d ms; its own was in the"
          + " log meanwhile: %s%n", held, waited, stored);
      return new Outcome(held, waited, stored, complaints(answer, late, held && stored));
    }
  }

  private List<String> complaints(Answer other, Answer late, boolean seen) throws SQLException {
    List<String> complaints = new ArrayList<>();
    if (!(other instanceof Answer.Stored)) {
      complaints.add("halt: another node could not append while the holder of the lock was stopped: " + other);
    }
    if (!(late instanceof Answer.Stored)) {
      complaints.add("halt: the stopped node did not answer when it went on: " + late);
    }
    if (!seen) {
      complaints.add("halt: the statement of the stopped node did not end by itself");
    }
    complaints.addAll(LogCheck.complaints(book, server.database()));
    return complaints;
  }

  private CompletableFuture<Answer> send(LogNode node, long message, UUID stream) {
    Attempt attempt =
        new Attempt(message, Attempt.id(Generators.timeBasedEpochRandomGenerator().generate()),
            System.currentTimeMillis() * 1_000, List.of(new Attempt.Part(StreamHead.empty(stream), 1)));
    book.sent(attempt);
    return node.append(attempt).whenComplete((answer, never) -> book.answered(attempt, answer));
  }

  private static Answer join(CompletableFuture<Answer> future) {
    return future.completeOnTimeout(new Answer.Failed("no answer within 20 s"), 20, TimeUnit.SECONDS).join();
  }

  private void sleepAtInsert(UUID stream) throws SQLException {
    server.execute(
        """
        CREATE FUNCTION attune.torture_sleep() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN PERFORM pg_sleep(%d); RETURN NULL; END $$;
        CREATE TRIGGER torture_sleep AFTER INSERT ON attune.event FOR EACH ROW WHEN (NEW.stream = '%s')
          EXECUTE FUNCTION attune.torture_sleep()
        """
            .formatted(STATEMENT.toSeconds(), stream));
  }

  private boolean awaitLock() throws SQLException {
    for (int i = 0; i < 100; i++) {
      String held = server.value(
          """
          SELECT count(*) FROM pg_locks l JOIN pg_stat_activity a ON a.pid = l.pid
          WHERE l.locktype = 'advisory' AND l.granted AND a.application_name = 'holder'
          """);
      if (!held.equals("0")) {
        return true;
      }
    }
    return false;
  }

  private boolean stored(UUID stream) throws SQLException {
    return server.value("SELECT count(*) FROM attune.event WHERE stream = '%s'".formatted(stream)).equals("1");
  }
}
