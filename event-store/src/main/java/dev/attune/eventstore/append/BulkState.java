package dev.attune.eventstore.append;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import javax.sql.DataSource;

/** Looks up what is committed for a chunk of units: heads and holders of claims, one round trip each. */
record BulkState(DataSource database) {

  private static final String HEADS =
      "SELECT h.stream, h.version, uuid_send(h.chain) FROM attune.stream_head h WHERE h.stream = ANY (?)";
  private static final String HOLDERS =
      """
      SELECT c.key, c.stream, c.position,
        coalesce(c.attempt, (SELECT e.event_id FROM attune.event e WHERE e.position = c.position))
      FROM attune.claim c WHERE c.key = ANY (?)
      """;

  /** Heads of those streams that have events. */
  Map<UUID, StreamHead> heads(Collection<UUID> streams) throws SQLException {
    Map<UUID, StreamHead> heads = new HashMap<>();
    if (streams.isEmpty()) {
      return heads;
    }
    try (Connection connection = database.getConnection();
        PreparedStatement statement = connection.prepareStatement(HEADS)) {
      statement.setArray(1, connection.createArrayOf("uuid", streams.toArray()));
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          UUID stream = rows.getObject(1, UUID.class);
          heads.put(stream, new StreamHead(stream, rows.getLong(2), rows.getBytes(3)));
        }
      }
    }
    return heads;
  }

  /** Who holds those of the claims that are taken. */
  Map<ClaimKey, ClaimHolder> holders(List<Claim> claims) throws SQLException {
    Map<ClaimKey, ClaimHolder> holders = new HashMap<>();
    try (Connection connection = database.getConnection();
        PreparedStatement statement = connection.prepareStatement(HOLDERS)) {
      UUID[] keys = claims.stream().map(claim -> ClaimKey.of(claim).stored()).toArray(UUID[]::new);
      if (keys.length > 0) {
        statement.setArray(1, connection.createArrayOf("uuid", keys));
        holders(statement, holders);
      }
    }
    return holders;
  }

  private static void holders(PreparedStatement statement, Map<ClaimKey, ClaimHolder> into) throws SQLException {
    try (ResultSet rows = statement.executeQuery()) {
      while (rows.next()) {
        into.put(
            new ClaimKey(rows.getObject(1, UUID.class)),
            new ClaimHolder(rows.getObject(2, UUID.class), rows.getLong(3), rows.getObject(4, UUID.class)));
      }
    }
  }
}
