package dev.attune.command.platform;

import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/** Up while the database answers. Its schema is migrated before this exists. */
final class StoreHealth implements HealthIndicator {

  private final DataSource database;

  StoreHealth(DataSource database) {
    this.database = database;
  }

  @Override
  public Health health() {
    try (Connection connection = database.getConnection()) {
      return connection.isValid(2) ? Health.up().build() : Health.down().build();
    } catch (SQLException e) {
      return Health.down().withDetail("reason", String.valueOf(e.getMessage())).build();
    }
  }
}
