package dev.attune.eventstore.append;

import dev.attune.eventstore.append.QueuedUnit.Chain;
import dev.attune.eventstore.append.WavePlan.Placed;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What the database answered to a batch.
 *
 * @param outcomes of the units, in the order of the plan
 * @param position of the last event of the log as the batch left it
 * @param smooth every unit was stored by this call
 */
record Reply(List<Outcome> outcomes, long position, boolean smooth) {

  private static final UUID NOBODY = new UUID(0, 0);

  private static final int BATCH = 0;
  private static final int TAKEN = 1;
  private static final int CONFLICT = 2;
  private static final int STORED = 3;

  private record Row(
      int outcome,
      int ordinal,
      @Nullable UUID holder,
      @Nullable UUID attempt,
      long position,
      long version,
      int epoch,
      @Nullable Instant recordedAt) {}

  /** The answer of {@code append_batch}: nothing if the batch is not stored, or else all of it is. */
  static @Nullable Reply whole(ResultSet row, WavePlan plan) throws SQLException {
    row.next();
    long position = row.getLong(1);
    if (row.wasNull()) {
      return null;
    }
    int epoch = row.getInt(2);
    Instant recordedAt = row.getObject(3, OffsetDateTime.class).toInstant();
    List<Outcome> outcomes = new ArrayList<>(plan.units().size());
    for (Placed placed : plan.units()) {
      QueuedUnit unit = placed.queued();
      long first = position + 1;
      position += unit.events();
      outcomes.add(new Outcome.Appended(first, position, epoch, recordedAt, unit.heads()));
    }
    return new Reply(outcomes, position, true);
  }

  /** The answer of {@code append_units}. */
  static Reply each(ResultSet rows, WavePlan plan, Batch sent, Batch.Each each) throws SQLException {
    Row batch = null;
    Map<Integer, Row> special = new HashMap<>();
    while (rows.next()) {
      OffsetDateTime recordedAt = rows.getObject(9, OffsetDateTime.class);
      Row row =
          new Row(
              rows.getInt(2),
              rows.getInt(3),
              rows.getObject(4, UUID.class),
              rows.getObject(5, UUID.class),
              rows.getLong(6),
              rows.getLong(7),
              rows.getInt(8),
              recordedAt == null ? null : recordedAt.toInstant());
      if (row.outcome() == BATCH) {
        batch = row;
      } else {
        special.put(rows.getInt(1), row);
      }
    }
    if (batch == null) {
      throw new SQLException("append_units answered no row for the batch");
    }
    return outcomes(plan, sent, each, batch, special);
  }

  /** Numbers the survivors as the function did: in the order of the plan, without the units that it names. */
  private static Reply outcomes(
      WavePlan plan, Batch sent, Batch.Each each, Row batch, Map<Integer, Row> special) {
    long position = batch.position();
    List<Outcome> outcomes = new ArrayList<>(plan.units().size());
    for (Placed placed : plan.units()) {
      QueuedUnit unit = placed.queued();
      Chain chain = unit.chain();
      Row row = special.get(outcomes.size() + 1);
      if (row != null && row.outcome() == STORED) {
        outcomes.add(appended(unit, row.position(), row));
      } else if (chain != null && chain.broken) {
        outcomes.add(new Outcome.PredecessorFailed());
      } else if (row != null) {
        outcomes.add(failure(row, sent, each));
        if (chain != null) {
          chain.broken = true;
        }
      } else {
        position += unit.events();
        outcomes.add(appended(unit, position, batch));
      }
    }
    return new Reply(outcomes, position, special.isEmpty());
  }

  private static Outcome appended(QueuedUnit unit, long last, Row row) {
    Instant recordedAt = row.recordedAt();
    if (recordedAt == null) {
      throw new IllegalStateException("append_units gave no time");
    }
    return new Outcome.Appended(last - unit.events() + 1, last, row.epoch(), recordedAt, unit.heads());
  }

  private static Outcome failure(Row row, Batch sent, Batch.Each each) {
    if (row.outcome() == CONFLICT) {
      StreamHead expected = each.expected(row.ordinal());
      return new Outcome.Conflict(expected.stream(), expected.version(), row.version());
    }
    if (row.outcome() != TAKEN) {
      throw new IllegalStateException("append_units answered an outcome not known to this version: " + row.outcome());
    }
    UUID holder = row.holder();
    UUID attempt = row.attempt();
    return new Outcome.Taken(
        sent.claim(row.ordinal()),
        new ClaimHolder(holder == null ? NOBODY : holder, row.position(), attempt == null ? NOBODY : attempt));
  }
}
