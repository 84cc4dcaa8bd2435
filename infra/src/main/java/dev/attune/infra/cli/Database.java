package dev.attune.infra.cli;

import dev.attune.infra.stack.LocalStack;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;

/** The way to the log for tools that need no service: as its owner. */
final class Database {

  private Database() {}

  /** A new connection each time, under this name in {@code pg_stat_activity}. */
  static DataSource of(LocalStack stack, String tool) {
    PGSimpleDataSource source = new PGSimpleDataSource();
    source.setUrl(stack.addresses().jdbcUrl());
    source.setUser(stack.addresses().postgresOwner());
    source.setPassword(stack.postgresPassword());
    source.setApplicationName(tool);
    return source;
  }
}
