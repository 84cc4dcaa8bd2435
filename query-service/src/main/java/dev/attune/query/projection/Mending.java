package dev.attune.query.projection;

import dev.attune.contracts.wire.Partitioner;
import java.util.List;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;

/**
 * Writes documents of people anew that are not as the history says. Asked from any thread, done by the generation's own,
 * between its batches: nothing else writes them meanwhile.
 */
final class Mending {

  private static final Logger LOG = LoggerFactory.getLogger(Mending.class);

  /** The history may be folded a little later than the generation. */
  private static final int ATTEMPTS = 100;

  private final Generation generation;
  private final PersonCheck check;
  private final PersonRecords records;
  private final ProjectionMetrics metrics;
  private final Queue<Wanted> wanted = new ConcurrentLinkedQueue<>();

  Mending(Generation generation, PersonCheck check, PersonRecords records, ProjectionMetrics metrics) {
    this.generation = generation;
    this.check = check;
    this.records = records;
    this.metrics = metrics;
  }

  private record Wanted(UUID person, PersonHistory history, int attempts) {}

  /** Asks for a person to be looked after. */
  void want(UUID person, PersonHistory history) {
    wanted.add(new Wanted(person, history, 0));
  }

  /** Looks after one who was asked for. */
  void go(Folding folding, Standing standing) {
    Wanted one = wanted.poll();
    if (one == null) {
      return;
    }
    Long applied = standing.applied(Partitioner.partition(one.person(), generation.partitions()));
    if (applied == null) {
      return;
    }
    try {
      if (one.history().hasReached(one.person(), applied)) {
        mend(one, folding, applied);
      } else if (one.attempts() < ATTEMPTS) {
        wanted.add(new Wanted(one.person(), one.history(), one.attempts() + 1));
      }
    } catch (DataAccessException e) {
      throw e;
    } catch (RuntimeException e) {
      // of that person only: a poison event, a hole in the history, a history that is not ready
      LOG.error("Projection {} cannot mend what it has of {}: rebuild it", generation.id(), one.person(), e);
    }
  }

  private void mend(Wanted one, Folding folding, long applied) {
    List<Recorded> history = records.of(one.history(), one.person(), generation.partitions());
    if (history == null) {
      return;
    }
    PersonCheck.Seen seen = check.read(one.person().toString(), applied);
    for (Anew anew : check.differing(seen, history, applied)) {
      if (folding.mend(anew)) {
        metrics.mended();
        LOG.warn("Projection {} mended {} of {} from the history", generation.id(), anew.view(), anew.id());
      }
    }
  }
}
