package dev.attune.eventstore.autoconfigure;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.attune.eventstore.axon.AxonSchema;
import dev.attune.eventstore.schema.Schema;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.datasource.TransactionAwareDataSourceProxy;

/**
 * The application's database, migrated, as the store uses it.
 *
 * <p>Reads take part in the transaction of the thread: a command that holds a connection must not wait for a second one,
 * or as many commands as the pool has connections wait for each other. The appender has its connections beside the pool,
 * for the same reason: all the pool's connections may be held by commands that wait for it.
 */
final class StoreDatabase implements AutoCloseable {

  private final DataSource shared;
  private final @Nullable HikariDataSource beside;

  StoreDatabase(DataSource shared, boolean migrate) throws SQLException {
    this.shared = shared;
    if (migrate) {
      Schema.migrate(shared);
      AxonSchema.migrate(shared);
    }
    this.beside = beside(shared);
  }

  /** For reads and snapshots. */
  DataSource inTransaction() {
    return new TransactionAwareDataSourceProxy(shared);
  }

  /** For the appender: a pool of its own if the application's is Hikari's, or else the application's. */
  DataSource forAppender() {
    return beside == null ? shared : beside;
  }

  @Override
  public void close() {
    if (beside != null) {
      beside.close();
    }
  }

  private static @Nullable HikariDataSource beside(DataSource shared) throws SQLException {
    if (!shared.isWrapperFor(HikariDataSource.class)) {
      return null;
    }
    HikariDataSource pool = shared.unwrap(HikariDataSource.class);
    HikariConfig own = new HikariConfig();
    pool.copyStateTo(own);
    own.setPoolName((pool.getPoolName() == null ? "attune" : pool.getPoolName()) + "-appender");
    // One to append, and one to make partitions ahead of it.
    own.setMaximumPoolSize(2);
    own.setMinimumIdle(0);
    own.setInitializationFailTimeout(-1);
    return new HikariDataSource(own);
  }
}
