package dev.attune.eventstore.schema;

import dev.attune.contracts.wire.Progress.EpochStart;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import javax.sql.DataSource;

/** Raises the epoch, as the owner of the schema. */
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
}
