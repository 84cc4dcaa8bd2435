package dev.attune.infra.torture.log;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** A node that is wrong on purpose: a round trip lies between each statement and its commit. */
final class CommittingProgram {

  private CommittingProgram() {}

  public static void main(String[] arguments) throws Exception {
    DataSource database =
        Databases.at(Integer.parseInt(arguments[1]), System.getenv(NodeProgram.PASSWORD), arguments[0]);
    NodeProgram.run(
        wrap(DataSource.class, database, (method, result) -> connection((Connection) result)));
  }

  private static Connection connection(Connection real) throws SQLException {
    real.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
    real.setAutoCommit(false);
    return wrap(
        Connection.class,
        real,
        (method, result) -> {
          if (method.getName().equals("setAutoCommit")) {
            real.setAutoCommit(false);
          }
          return result instanceof PreparedStatement statement ? statement(real, statement) : result;
        });
  }

  private static PreparedStatement statement(Connection real, PreparedStatement statement) {
    return wrap(
        PreparedStatement.class,
        statement,
        (method, result) -> {
          if (method.getName().equals("executeQuery")) {
            real.commit();
          }
          return result;
        });
  }

  /** What is to be done after a call. */
  @FunctionalInterface
  private interface After {
    @Nullable Object call(Method method, @Nullable Object result) throws SQLException;
  }

  private static <T> T wrap(Class<T> type, T real, After after) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) -> {
              try {
                return after.call(method, method.invoke(real, arguments));
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            }));
  }
}
