package dev.attune.command.quarantine;

import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** The quarantine's table. Blocking; throws {@link org.springframework.dao.DataAccessException}. */
@Component
public class QuarantineStore {

  /** How much of a body is kept. */
  public static final int KEPT_BYTES = 64 * 1024;

  private static final String INSERT =
      """
      INSERT INTO attune_command.quarantine (id, source, received_at, endpoint, reasons, body, body_length)
      VALUES (?, ?, ?, ?, ?, ?, ?)
      """;

  private static final String PAGE =
      """
      SELECT id, source, received_at, endpoint, reasons, body, body_length
      FROM attune_command.quarantine
      WHERE id > ?
      ORDER BY id
      LIMIT ?
      """;

  private static final UUID FIRST = new UUID(0, 0);

  private final JdbcTemplate database;

  QuarantineStore(JdbcTemplate database) {
    this.database = database;
  }

  /** Keeps them all or none; durable when it returns. */
  @Transactional
  public void keep(List<Quarantined> items) {
    database.batchUpdate(
        INSERT,
        items,
        500,
        (statement, item) -> {
          statement.setObject(1, item.id());
          statement.setObject(2, item.source());
          statement.setObject(3, item.receivedAt().atOffset(ZoneOffset.UTC));
          statement.setString(4, item.endpoint());
          statement.setArray(5, statement.getConnection().createArrayOf("text", item.reasons().toArray()));
          statement.setBytes(6, Arrays.copyOf(item.body(), Math.min(item.body().length, KEPT_BYTES)));
          statement.setInt(7, item.bodyLength());
        });
  }

  /** A page in order of id, behind the given one. */
  List<Quarantined> page(@Nullable UUID after, int limit) {
    return database.query(PAGE, (row, number) -> read(row), after == null ? FIRST : after, limit);
  }

  private static Quarantined read(ResultSet row) throws SQLException {
    Array reasons = row.getArray("reasons");
    return new Quarantined(
        row.getObject("id", UUID.class),
        row.getObject("source", UUID.class),
        row.getObject("received_at", OffsetDateTime.class).toInstant(),
        row.getString("endpoint"),
        List.of((String[]) reasons.getArray()),
        row.getBytes("body"),
        row.getInt("body_length"));
  }
}
