package dev.attune.infra.torture.log;

import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;

/** Ways to the log's database. */
final class Databases {

  private static final int SECONDS_TO_CONNECT = 3;

  private Databases() {}

  /** A new connection each time, under this name in {@code pg_stat_activity}. */
  static DataSource at(int port, String password, String name) {
    return at(port, password, name, "");
  }

  /** As {@link #at(int, String, String)}, with settings of the session such as {@code -c synchronous_commit=off}. */
  static DataSource at(int port, String password, String name, String options) {
    PGSimpleDataSource source = new PGSimpleDataSource();
    source.setServerNames(new String[] {"127.0.0.1"});
    source.setPortNumbers(new int[] {port});
    source.setDatabaseName("attune");
    source.setUser("attune");
    source.setPassword(password);
    source.setApplicationName(name);
    source.setConnectTimeout(SECONDS_TO_CONNECT);
    if (!options.isEmpty()) {
      source.setOptions(options);
    }
    return source;
  }
}
