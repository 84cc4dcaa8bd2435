package dev.attune.eventstore.read;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.Arrays;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyOut;
import org.postgresql.util.PSQLState;

/**
 * Rows in the binary form of PostgreSQL's COPY, read field by field. They are on their way while earlier ones are worked
 * on, and cost a third of what a result set of many columns does; but each COPY is planned anew, so it is for many rows.
 */
final class CopiedRows {

  private static final byte[] SIGNATURE = "PGCOPY\n\377\r\n\0".getBytes(StandardCharsets.ISO_8859_1);
  private static final int FLAGS = 4;
  private static final int END = -1;
  private static final long SECONDS_TO_2000 = 946_684_800L;
  private static final long MICROS = 1_000_000L;

  private ByteBuffer row = ByteBuffer.allocate(0);

  private CopiedRows() {}

  /** One row; its fields are to be read in order. */
  @FunctionalInterface
  interface Each {
    void row(CopiedRows row) throws SQLException;
  }

  /**
   * Hands over every row. What {@code each} throws ends the COPY and is passed on; the connection can be used further,
   * but a transaction that it is in is over.
   *
   * @param query without parameters: COPY has none
   */
  static void of(Connection connection, String query, Each each) throws SQLException {
    PGConnection server = connection.unwrap(PGConnection.class);
    CopyOut copy;
    try {
      copy = server.getCopyAPI().copyOut("COPY (" + query + ") TO STDOUT (FORMAT binary)");
    } catch (SQLException e) {
      failed(connection, e);
      throw e;
    }
    CopiedRows rows = new CopiedRows();
    boolean first = true;
    for (byte[] message = next(connection, copy); message != null; message = next(connection, copy)) {
      try {
        ByteBuffer row = ByteBuffer.wrap(message);
        if (first) {
          header(row);
          first = false;
        }
        if (row.hasRemaining() && row.getShort() != END) {
          rows.row = row;
          each.row(rows);
        }
      } catch (SQLException | RuntimeException | Error thrown) {
        abandon(connection, server, copy, thrown);
        throw thrown;
      }
    }
  }

  private static byte @Nullable [] next(Connection connection, CopyOut copy) throws SQLException {
    try {
      return copy.readFromCopy();
    } catch (SQLException e) {
      failed(connection, e);
      throw e;
    }
  }

  /**
   * Not by {@link CopyOut#cancelCopy}: that leaves on the connection what the server had sent already, as an answer to
   * whoever uses it next.
   */
  private static void abandon(Connection connection, PGConnection server, CopyOut copy, Throwable reason) {
    try {
      server.cancelQuery();
      while (copy.readFromCopy() != null) {
        // what was on its way
      }
    } catch (SQLException e) {
      if (!PSQLState.QUERY_CANCELED.getState().equals(e.getSQLState())) {
        failed(connection, e);
        reason.addSuppressed(e);
      }
    }
  }

  /**
   * A COPY goes past a pool's wrapper of the connection, and the pool would lend a lost one again: so the wrapper is made
   * to see that it is lost. One that failed within an answer counts as lost, for the rest of the answer may yet come.
   */
  private static void failed(Connection connection, SQLException failure) {
    try {
      if (PSQLState.isConnectionError(failure.getSQLState())) {
        connection.abort(Runnable::run);
      }
      try (Statement statement = connection.createStatement()) {
        statement.execute("");
      }
    } catch (SQLException seen) {
      failure.addSuppressed(seen);
    }
  }

  private static void header(ByteBuffer row) throws SQLException {
    byte[] signature = new byte[SIGNATURE.length];
    row.get(signature);
    if (!Arrays.equals(signature, SIGNATURE)) {
      throw new SQLException("PostgreSQL answered a COPY in a form that is not known here");
    }
    row.position(row.position() + FLAGS);
    row.position(row.position() + 4 + row.getInt(row.position()));
  }

  short int2() throws SQLException {
    expect(Short.BYTES);
    return row.getShort();
  }

  int int4() throws SQLException {
    expect(Integer.BYTES);
    return row.getInt();
  }

  long int8() throws SQLException {
    expect(Long.BYTES);
    return row.getLong();
  }

  Instant time() throws SQLException {
    long micros = int8();
    return Instant.ofEpochSecond(
        SECONDS_TO_2000 + Math.floorDiv(micros, MICROS), Math.floorMod(micros, MICROS) * 1_000);
  }

  UUID uuid() throws SQLException {
    expect(2 * Long.BYTES);
    return new UUID(row.getLong(), row.getLong());
  }

  @Nullable UUID uuidOrNull() throws SQLException {
    if (row.getInt(row.position()) == -1) {
      row.getInt();
      return null;
    }
    return uuid();
  }

  byte[] bytes() throws SQLException {
    byte[] bytes = bytesOrNull();
    if (bytes == null) {
      throw new SQLException("A field that is never null is");
    }
    return bytes;
  }

  byte @Nullable [] bytesOrNull() {
    int length = row.getInt();
    if (length == -1) {
      return null;
    }
    byte[] bytes = new byte[length];
    row.get(bytes);
    return bytes;
  }

  @Nullable String textOrNull() {
    byte[] bytes = bytesOrNull();
    return bytes == null ? null : new String(bytes, StandardCharsets.UTF_8);
  }

  private void expect(int length) throws SQLException {
    int actual = row.getInt();
    if (actual != length) {
      throw new SQLException("A field of %d bytes has %d".formatted(length, actual));
    }
  }
}
