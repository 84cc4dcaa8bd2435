package dev.attune.command.collect;

import dev.attune.command.platform.Problems;
import dev.attune.command.profile.BulkStreams;
import dev.attune.eventstore.append.OverloadedException;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;

/** Takes in files. Each has two connections of the pool, so that few may come at a time; the others are to come later. */
@Component
class BulkIntake {

  /** How many at a time. */
  static final int PLACES = 2;

  private static final Logger LOG = LoggerFactory.getLogger(BulkIntake.class);
  private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

  private final BulkStreams people;
  private final Rejects rejects;
  private final CollectMeters meters;
  private final Semaphore places = new Semaphore(PLACES);

  BulkIntake(BulkStreams people, Rejects rejects, CollectMeters meters) {
    this.people = people;
    this.rejects = rejects;
    this.meters = meters;
  }

  /**
   * What became of all lines. Everything that is told as stored or quarantined is durable.
   *
   * @throws dev.attune.command.platform.ProblemException if some have to be sent again, with the counts of the others
   */
  BulkSummary take(ItemLines lines, BulkCourse.Supply supply) {
    if (!places.tryAcquire()) {
      throw Problems.of(new OverloadedException("The intake of files", RETRY_AFTER));
    }
    try {
      BulkCourse course = new BulkCourse(lines, supply, rejects, meters);
      append(course);
      return course.end();
    } finally {
      places.release();
    }
  }

  private void append(BulkCourse course) {
    try {
      people.append(course, course);
    } catch (RuntimeException e) {
      var problem = Problems.of(e);
      if (problem.status() == HttpStatus.INTERNAL_SERVER_ERROR) {
        LOG.error("A bulk append failed unexpectedly", e);
      }
      course.stop(problem);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      course.stop(Problems.storeAway());
    }
  }
}
