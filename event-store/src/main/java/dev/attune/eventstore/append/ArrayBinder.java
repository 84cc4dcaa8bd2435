package dev.attune.eventstore.append;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;

/** Sets the parameters of a statement to arrays, one after another. */
final class ArrayBinder {

  private final PreparedStatement statement;
  private final PGConnection connection;
  private int next;

  ArrayBinder(PreparedStatement statement, PGConnection connection, int first) {
    this.statement = statement;
    this.connection = connection;
    this.next = first;
  }

  ArrayBinder array(int[] values) throws SQLException {
    return put("int4", values);
  }

  ArrayBinder array(long[] values) throws SQLException {
    return put("int8", values);
  }

  ArrayBinder array(short[] values) throws SQLException {
    return put("int2", values);
  }

  ArrayBinder array(boolean[] values) throws SQLException {
    return put("bool", values);
  }

  ArrayBinder array(byte[][] values) throws SQLException {
    return put("bytea", values);
  }

  ArrayBinder array(@Nullable UUID[] values) throws SQLException {
    return put("uuid", values);
  }

  ArrayBinder array(@Nullable String[] values) throws SQLException {
    return put("text", values);
  }

  private ArrayBinder put(String type, Object values) throws SQLException {
    statement.setArray(next++, connection.createArrayOf(type, values));
    return this;
  }
}
