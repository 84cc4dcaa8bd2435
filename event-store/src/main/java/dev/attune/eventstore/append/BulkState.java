package dev.attune.eventstore.append;

import java.nio.ByteBuffer;
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
      "SELECT h.stream, h.version, h.chain FROM attune.stream_head h WHERE h.stream = ANY (?)";
  private static final String HOLDERS =
      """
      SELECT c.kind, c.key, c.stream, c.position, c.attempt FROM attune.claim c
      WHERE c.kind = ? AND c.key = ANY (?)
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
      for (Claim.Kind kind : Claim.Kind.values()) {
        byte[][] keys = claims.stream().filter(claim -> claim.kind() == kind).map(Claim::key).toArray(byte[][]::new);
        if (keys.length > 0) {
          statement.setShort(1, (short) kind.number());
          statement.setArray(2, connection.createArrayOf("bytea", keys));
          holders(kind, statement, holders);
        }
      }
    }
    return holders;
  }

  private static void holders(Claim.Kind kind, PreparedStatement statement, Map<ClaimKey, ClaimHolder> into)
      throws SQLException {
    try (ResultSet rows = statement.executeQuery()) {
      while (rows.next()) {
        ByteBuffer key = ByteBuffer.wrap(rows.getBytes(2));
        into.put(
            new ClaimKey(kind, key.getLong(), key.getLong()),
            new ClaimHolder(rows.getObject(3, UUID.class), rows.getLong(4), rows.getObject(5, UUID.class)));
      }
    }
  }
}
