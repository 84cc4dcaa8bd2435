package dev.attune.eventstore.append;

import java.sql.SQLException;
import java.util.Set;

/** Tells errors of what was sent, which come again however often it is tried, from a database that is not there. */
final class Refusals {

  /** Classes of SQLSTATE: no data, cardinality, data, constraint, syntax or right, raised, limit, not supported. */
  private static final Set<String> CLASSES = Set.of("02", "21", "22", "23", "42", "P0", "54", "0A");

  private Refusals() {}

  static boolean isRefusal(SQLException e) {
    String state = e.getSQLState();
    return state != null && state.length() == 5 && CLASSES.contains(state.substring(0, 2));
  }
}
