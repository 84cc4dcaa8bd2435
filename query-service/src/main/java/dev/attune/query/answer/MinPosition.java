package dev.attune.query.answer;

import dev.attune.contracts.wire.Partitioner;
import dev.attune.query.problem.Problem;
import dev.attune.query.projection.Generation;
import dev.attune.query.projection.LiveProjection;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Read your writes: a query waits until the view holds everything up to the position that a write answered with.
 *
 * @param position 0: does not wait
 * @param bound how long it waits at most
 */
public record MinPosition(long position, Duration bound) {

  /** Name of the query parameter and of the header; the parameter goes first. */
  public static final String NAME = "min-position";

  /**
   * @throws Problem {@code bad-request} if it is no position
   */
  public static MinPosition of(@Nullable String parameter, @Nullable String header, Duration bound) {
    String given = parameter == null ? header : parameter;
    if (given == null || given.isBlank()) {
      return new MinPosition(0, bound);
    }
    try {
      long position = Long.parseLong(given.strip());
      if (position >= 0) {
        return new MinPosition(position, bound);
      }
    } catch (NumberFormatException e) {
      // answered below
    }
    throw new Problem(
        Problem.Kind.BAD_REQUEST, "'%s' is no position; give the Attune-Position of an answer".formatted(given));
  }

  /** Waits for the partition of a profile; the generation to read from. */
  public Generation await(LiveProjection projection, UUID profile) {
    return position == 0
        ? projection.ready()
        : projection.await(generation -> holds(projection, generation, profile), position, bound);
  }

  /** Waits for all partitions; the generation to read from. */
  public Generation await(LiveProjection projection) {
    return position == 0
        ? projection.ready()
        : projection.await(generation -> projection.hasReached(generation, position), position, bound);
  }

  /** Waits for the partition of a profile in all live generations; those to read from, oldest first. */
  public List<Generation> awaitAll(LiveProjection projection, UUID profile) {
    return position == 0
        ? projection.segments()
        : projection.awaitAll(generation -> holds(projection, generation, profile), position, bound);
  }

  /** Waits for all partitions of all live generations; those to read from, oldest first. */
  public List<Generation> awaitAll(LiveProjection projection) {
    return position == 0
        ? projection.segments()
        : projection.awaitAll(generation -> projection.hasReached(generation, position), position, bound);
  }

  /** True if the partition of a profile has come so far. */
  public boolean holds(LiveProjection projection, Generation generation, UUID profile) {
    return projection.hasReached(generation, Partitioner.partition(profile, generation.partitions()), position);
  }
}
