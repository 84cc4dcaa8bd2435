package dev.attune.command.platform;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.function.BooleanSupplier;
import javax.sql.DataSource;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/** Up while the database answers and the appender lives. The schema is migrated before this exists. */
final class StoreHealth implements HealthIndicator {

  private final DataSource database;
  private final BooleanSupplier appending;

  /** @param appending whether the appender still stores what it is given */
  StoreHealth(DataSource database, BooleanSupplier appending) {
    this.database = database;
    this.appending = appending;
  }

  @Override
  public Health health() {
    if (!appending.getAsBoolean()) {
      return Health.down().withDetail("reason", "The appender has ended: start the service again").build();
    }
    try (Connection connection = database.getConnection()) {
      return connection.isValid(2) ? Health.up().build() : Health.down().build();
    } catch (SQLException e) {
      return Health.down().withDetail("reason", String.valueOf(e.getMessage())).build();
    }
  }
}
