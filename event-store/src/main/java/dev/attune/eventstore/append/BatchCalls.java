package dev.attune.eventstore.append;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.postgresql.core.BaseConnection;
import org.postgresql.jdbc.PgArray;

/** The calls of the database's append functions on one connection. Not thread-safe. */
final class BatchCalls implements AutoCloseable {

  private static final String TYPES =
      """
      SELECT t.oid, t.typarray FROM pg_type t
      JOIN unnest(ARRAY['attune.batch_stream', 'attune.batch_claim', 'attune.batch_event']::regtype[])
        WITH ORDINALITY AS wanted(type, number) ON wanted.type = t.oid
      ORDER BY wanted.number
      """;

  private final BaseConnection connection;
  private final PreparedStatement appendBatch;
  private final PreparedStatement appendUnits;
  private final int[] rowType = new int[3];
  private final int[] arrayType = new int[3];

  BatchCalls(Connection open) throws SQLException {
    connection = open.unwrap(BaseConnection.class);
    try (PreparedStatement statement = open.prepareStatement(TYPES);
        ResultSet rows = statement.executeQuery()) {
      for (int i = 0; i < rowType.length; i++) {
        rows.next();
        rowType[i] = Math.toIntExact(rows.getLong(1));
        arrayType[i] = Math.toIntExact(rows.getLong(2));
      }
    }
    appendBatch = open.prepareStatement("SELECT * FROM attune.append_batch(?, ?, ?, ?, ?, ?)");
    appendUnits = open.prepareStatement("SELECT * FROM attune.append_units(?, ?, ?, ?, ?, ?, ?, ?)");
  }

  /**
   * Appends the batch as a whole.
   *
   * @param known position that the log had reached
   * @return nothing if something of it is not as expected; then nothing of it is stored
   */
  @Nullable Reply whole(WavePlan plan, Batch batch, Batch.Whole whole, long known) throws SQLException {
    appendBatch.setLong(1, known);
    appendBatch.setInt(2, whole.opened());
    appendBatch.setInt(3, batch.moved());
    rows(appendBatch, 4, whole.streams(), batch);
    try (ResultSet row = appendBatch.executeQuery()) {
      return Reply.whole(row, plan);
    }
  }

  /** Appends the batch looking at each unit. */
  Reply each(WavePlan plan, Batch batch, boolean resent) throws SQLException {
    Batch.Each each = batch.each();
    appendUnits.setBoolean(1, resent);
    appendUnits.setInt(2, plan.waves());
    appendUnits.setArray(3, connection.createArrayOf("int4", each.waves()));
    appendUnits.setArray(4, connection.createArrayOf("int4", each.chains()));
    appendUnits.setArray(5, connection.createArrayOf("int4", each.events()));
    rows(appendUnits, 6, each.streams(), batch);
    try (ResultSet rows = appendUnits.executeQuery()) {
      return Reply.each(rows, plan, batch, each);
    }
  }

  private void rows(PreparedStatement statement, int first, Rows streams, Batch batch) throws SQLException {
    statement.setArray(first, array(0, streams));
    statement.setArray(first + 1, array(1, batch.claims()));
    statement.setArray(first + 2, array(2, batch.events()));
  }

  private Array array(int of, Rows rows) throws SQLException {
    return new PgArray(connection, arrayType[of], rows.array(rowType[of]));
  }

  @Override
  public void close() throws SQLException {
    appendBatch.close();
    appendUnits.close();
  }
}
