package dev.attune.infra.torture.log;

import java.sql.SQLException;

/**
 * Makes the database's clock wrong: a function of the same name in the log's schema, which its functions find before the
 * system's. To be put there before the first append of a connection.
 */
record DatabaseClock(LogServer server) {

  static DatabaseClock install(LogServer server) throws SQLException {
    server.execute(
        """
        CREATE TABLE attune.torture_clock (wrong_by interval NOT NULL);
        INSERT INTO attune.torture_clock VALUES ('0');
        CREATE FUNCTION attune.clock_timestamp() RETURNS timestamptz LANGUAGE sql VOLATILE AS $$
          SELECT pg_catalog.clock_timestamp() + (SELECT c.wrong_by FROM attune.torture_clock c)
        $$
        """);
    return new DatabaseClock(server);
  }

  /** Lets the clock jump, forward or, by a negative number, back. */
  void jump(long seconds) throws SQLException {
    server.execute("UPDATE attune.torture_clock SET wrong_by = wrong_by + make_interval(secs => %d)".formatted(seconds));
  }
}
