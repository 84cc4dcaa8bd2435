package dev.attune.core.match;

import dev.attune.contracts.DefinitionEvent.Comparison;
import dev.attune.contracts.DefinitionEvent.PropertyTest;
import dev.attune.contracts.value.Value;
import java.util.Map;

/** One condition, compiled. */
final class Condition {

  private final Path path;
  private final Comparison comparison;
  private final Wanted[] wanted;

  Condition(PropertyTest test) {
    path = Path.of(test.property());
    comparison = test.comparison();
    wanted = test.values().stream().map(Wanted::new).toArray(Wanted[]::new);
  }

  boolean holds(Map<String, Value> properties) {
    Value actual = path.in(properties);
    return actual == null ? comparison == Comparison.MISSING : holds(actual);
  }

  private boolean holds(Value actual) {
    return switch (comparison) {
      case EQUAL -> wanted[0].equal(actual);
      case NOT_EQUAL -> !wanted[0].equal(actual);
      case LESS -> wanted[0].comparable(actual) && wanted[0].compare(actual) < 0;
      case AT_MOST -> wanted[0].comparable(actual) && wanted[0].compare(actual) <= 0;
      case GREATER -> wanted[0].comparable(actual) && wanted[0].compare(actual) > 0;
      case AT_LEAST -> wanted[0].comparable(actual) && wanted[0].compare(actual) >= 0;
      case ONE_OF -> isOneOf(actual);
      case CONTAINS -> wanted[0].containedIn(actual);
      case EXISTS -> true;
      case MISSING -> false;
    };
  }

  private boolean isOneOf(Value actual) {
    for (Wanted one : wanted) {
      if (one.equal(actual)) {
        return true;
      }
    }
    return false;
  }
}
