package dev.attune.command.platform;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Properties;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings that more than one slice needs; see {@code application.yaml}.
 *
 * @param postgres where the log is
 * @param kafka where the wire is
 * @param adminKey guards sources, definitions and quarantine; empty: they refuse everybody
 */
@ConfigurationProperties("attune")
public record Settings(Postgres postgres, Kafka kafka, @DefaultValue("") String adminKey) {

  /**
   * The log's database.
   *
   * @param url JDBC URL
   * @param user role of the application
   * @param password of the role, may be empty
   * @param owner role that owns the schemas and migrates them at a start; empty: the application's role does, and can then
   *     undo what keeps events from being changed
   * @param ownerPassword of that role, may be empty
   * @param connections of the pool
   * @param waitAtStart how long a start waits for the database
   * @param idleLook how often feeds look for what other nodes append while they wait to be woken by it
   */
  public record Postgres(
      String url,
      String user,
      @DefaultValue("") String password,
      @DefaultValue("") String owner,
      @DefaultValue("") String ownerPassword,
      @DefaultValue("10") int connections,
      @DefaultValue("60s") Duration waitAtStart,
      @DefaultValue("250ms") Duration idleLook) {

    /**
     * A connection beside the pool, for work that holds one as long as it lasts.
     *
     * @param application name that the database shows
     * @param seconds that an answer may take
     */
    public Connection connect(String application, int seconds) throws SQLException {
      Properties properties = new Properties();
      properties.setProperty("user", user);
      if (!password.isEmpty()) {
        properties.setProperty("password", password);
      }
      properties.setProperty("ApplicationName", application);
      properties.setProperty("tcpKeepAlive", "true");
      properties.setProperty("socketTimeout", String.valueOf(seconds));
      properties.setProperty("connectTimeout", "3");
      return DriverManager.getConnection(url, properties);
    }

    @Override
    public String toString() {
      return "Postgres[url=%s, user=%s]".formatted(url, user);
    }
  }

  /**
   * The brokers.
   *
   * @param bootstrap host:port, comma separated
   */
  public record Kafka(String bootstrap) {}

  @Override
  public String toString() {
    return "Settings[postgres=%s, kafka=%s, adminKey=%s]".formatted(postgres, kafka, adminKey.isEmpty() ? "none" : "set");
  }
}
