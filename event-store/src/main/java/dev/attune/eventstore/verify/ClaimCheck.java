package dev.attune.eventstore.verify;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.UUID;

/**
 * Claims, as far as the log tells what they must be. A claim holds the last position of the unit that took it, and the
 * unit has events of the claim's stream. Where a unit begins is not stored, but it begins behind the last claim before
 * it, and all of it was recorded at the same time.
 */
final class ClaimCheck {

  /**
   * Most units have one stream, so the event at the position tells; only for the others the events before it are read.
   * Claims of one unit all have the same attempt.
   */
  private static final String WRONG =
      """
      SELECT c.position, attune.claim_kind(c.key), c.stream,
        CASE
          WHEN h.stream IS NULL THEN 'NO_STREAM'
          WHEN e.position IS NULL THEN 'NO_POSITION'
          WHEN c.rival THEN 'RIVAL'
          ELSE 'OTHER_STREAM'
        END
      FROM (
        SELECT k.position, k.key, k.stream,
          coalesce(max(k.position) OVER (ORDER BY k.position RANGE BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), 0)
            AS before,
          lag(k.position) OVER by_position = k.position AND lag(k.attempt) OVER by_position IS DISTINCT FROM k.attempt
            AS rival
        FROM attune.claim k
        WINDOW by_position AS (ORDER BY k.position)
      ) c
      LEFT JOIN attune.stream_head h ON h.stream = c.stream
      LEFT JOIN attune.event e ON e.position = c.position
      WHERE h.stream IS NULL OR e.position IS NULL OR c.rival
        OR (e.stream <> c.stream AND NOT EXISTS (
          SELECT FROM attune.event x
          WHERE x.position > c.before AND x.position < c.position AND x.stream = c.stream
            AND x.recorded_at = e.recorded_at OFFSET 0))
      ORDER BY c.position LIMIT ?
      """;

  /** What can be wrong with a claim. */
  private enum Wrong {
    NO_STREAM("a claim of kind %d is held by stream %s, which does not exist"),
    NO_POSITION("a claim of kind %d, held by stream %s, names a position that does not exist"),
    RIVAL("a claim of kind %d, held by stream %s, was taken by another attempt than one of the same position"),
    OTHER_STREAM("a claim of kind %d is held by stream %s, of which the unit at that position has no event");

    private final String what;

    Wrong(String what) {
      this.what = what;
    }
  }

  private ClaimCheck() {}

  /** @param most faults */
  static void of(Connection connection, Faults faults, int most) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(WRONG)) {
      statement.setInt(1, most);
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          faults.add(
              rows.getLong(1), Wrong.valueOf(rows.getString(4)).what, rows.getInt(2), rows.getObject(3, UUID.class));
        }
      }
    }
  }
}
