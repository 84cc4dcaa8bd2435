package dev.attune.infra.stack;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Properties;

/** Ready when the application's role can log in. */
record JdbcProbe(String url, String user, String password) implements Probe {

  private static final String TOO_MANY_CONNECTIONS = "53300";

  @Override
  public boolean ready() {
    Properties properties = new Properties();
    properties.setProperty("user", user);
    properties.setProperty("password", password);
    properties.setProperty("connectTimeout", "2");
    properties.setProperty("socketTimeout", "2");
    try (Connection connection = DriverManager.getConnection(url, properties)) {
      return connection.isValid(2);
    } catch (SQLException e) {
      return TOO_MANY_CONNECTIONS.equals(e.getSQLState());
    }
  }

  @Override
  public String toString() {
    return "JdbcProbe[" + url + "]";
  }
}
