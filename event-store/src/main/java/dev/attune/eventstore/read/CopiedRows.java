package dev.attune.eventstore.read;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Arrays;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyOut;

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

  /** @param query without parameters: COPY has none */
  static void of(Connection connection, String query, Each each) throws SQLException {
    CopyOut copy =
        connection.unwrap(PGConnection.class).getCopyAPI().copyOut("COPY (" + query + ") TO STDOUT (FORMAT binary)");
    try {
      CopiedRows rows = new CopiedRows();
      boolean first = true;
      for (byte[] message = copy.readFromCopy(); message != null; message = copy.readFromCopy()) {
        ByteBuffer row = ByteBuffer.wrap(message);
        if (first) {
          header(row);
          first = false;
        }
        if (row.hasRemaining() && row.getShort() != END) {
          rows.row = row;
          each.row(rows);
        }
      }
    } finally {
      if (copy.isActive()) {
        copy.cancelCopy();
      }
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
