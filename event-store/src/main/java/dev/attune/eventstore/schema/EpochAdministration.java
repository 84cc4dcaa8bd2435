package dev.attune.eventstore.schema;

import dev.attune.contracts.wire.Progress.EpochStart;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import javax.sql.DataSource;

/** Raises the epoch: by order, as the owner of the schema, or where the database is seen to be another server. */
public final class EpochAdministration {

  private final DataSource database;

  public EpochAdministration(DataSource database) {
    this.database = database;
  }

  /**
   * Begins a new epoch behind the end of the log, after a restore or a promotion; does nothing if one begins there
   * already.
   *
   * @param above an epoch that consumers have seen, which the log may have lost; 0 if there is none
   * @return the epoch, and its first position
   */
  public EpochStart raise(int above) throws SQLException {
    try (Connection connection = database.getConnection();
        PreparedStatement statement = connection.prepareStatement("SELECT * FROM attune.raise_epoch(?)")) {
      statement.setInt(1, above);
      try (ResultSet row = statement.executeQuery()) {
        row.next();
        return new EpochStart(row.getInt(1), row.getLong(2));
      }
    }
  }

  /**
   * Begins a new epoch behind the end of the log if this server is on another timeline, or another system, than that on
   * which the last epoch began: a standby was promoted, an archive replayed, a dump restored. A copy of the data folder
   * that was put in its place is not noticed. The application's role may do this too, and an appender does so on each new
   * connection.
   *
   * @return the epoch that was raised, if one was
   * @throws SQLException also if the server is a standby
   */
  public Optional<EpochStart> noticePromotion() throws SQLException {
    try (Connection connection = database.getConnection()) {
      return noticePromotion(connection);
    }
  }

  /** As {@link #noticePromotion()}, for this connection's server. */
  public static Optional<EpochStart> noticePromotion(Connection connection) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement("SELECT * FROM attune.notice_promotion()");
        ResultSet row = statement.executeQuery()) {
      row.next();
      int epoch = row.getInt(1);
      return row.wasNull() ? Optional.empty() : Optional.of(new EpochStart(epoch, row.getLong(2)));
    }
  }
}
