package dev.attune.command.definition;

import dev.attune.contracts.DefinitionEvent.Comparison;
import dev.attune.contracts.DefinitionEvent.Match;
import dev.attune.contracts.DefinitionEvent.PropertyTest;
import dev.attune.contracts.value.Value;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Reads which interactions are meant: {@code of} (a name, or {@code any}) and {@code where}, which is a map of
 * properties to what they must be, or a list of such.
 *
 * <pre>{@code
 * of: product_view
 * where: {brand: apple, price: {at-least: 10, less: 100}, colour: [red, blue]}
 * where: [{property: price, at-least: 10}, {brand: apple}]
 * }</pre>
 */
final class MatchReader {

  private static final int MOST_CONDITIONS = 20;
  private static final int MOST_VALUES = 100;
  private static final int MOST_CHARACTERS = 200;
  private static final Map<String, Comparison> WORDS =
      Arrays.stream(Comparison.values()).collect(Collectors.toMap(MatchReader::word, comparison -> comparison));

  private MatchReader() {}

  static Match read(Node node) {
    Node of = node.child("of");
    String name = of.textOrNull();
    if (name == null || name.isBlank() || name.length() > MOST_CHARACTERS) {
      of.flaw("name the interaction, or any for all");
    }
    List<PropertyTest> tests = new ArrayList<>();
    Node where = node.child("where");
    if (where.isList()) {
      where.items().forEach(item -> item(item, tests));
    } else {
      where.each((property, wanted) -> wanted(property, wanted, tests));
    }
    if (tests.size() > MOST_CONDITIONS) {
      where.flaw("has %d conditions; at most %d".formatted(tests.size(), MOST_CONDITIONS));
    }
    return new Match("any".equals(name) ? null : name, List.copyOf(tests));
  }

  /** {@code {property: price, at-least: 10}}, or {@code {brand: apple}} as in a map. */
  private static void item(Node item, List<PropertyTest> into) {
    Node property = item.child("property");
    if (property.isAbsent()) {
      item.each((name, wanted) -> wanted(name, wanted, into));
      return;
    }
    String name = property.textOrNull();
    if (name != null) {
      item.each((word, values) -> {
        if (!word.equals("property")) {
          comparison(name, word, values, into);
        }
      });
    }
  }

  private static void wanted(String property, Node wanted, List<PropertyTest> into) {
    if (wanted.isMap()) {
      wanted.each((word, values) -> comparison(property, word, values, into));
    } else {
      add(property, wanted.isList() ? Comparison.ONE_OF : Comparison.EQUAL, wanted, into);
    }
  }

  private static void comparison(String property, String word, Node values, List<PropertyTest> into) {
    Comparison comparison = WORDS.get(word);
    if (comparison == null) {
      values.flaw("is no comparison; known: " + WORDS.keySet().stream().sorted().collect(Collectors.joining(", ")));
    } else {
      add(property, comparison, values, into);
    }
  }

  private static void add(String property, Comparison comparison, Node wanted, List<PropertyTest> into) {
    if (!isPath(property)) {
      wanted.flaw("a property has 1 to %d characters, its parts divided by dots".formatted(MOST_CHARACTERS));
      return;
    }
    List<Value> values =
        switch (comparison) {
          case EXISTS, MISSING -> {
            if (!wanted.isTrue()) {
              wanted.flaw("must be true");
            }
            yield List.of();
          }
          case ONE_OF -> several(wanted);
          case LESS, AT_MOST, GREATER, AT_LEAST -> one(wanted, ordered(wanted.scalarOrNull()), "a number or a text");
          case EQUAL, NOT_EQUAL -> one(wanted, wanted.scalarOrNull(), "a text, a number, true or false");
          case CONTAINS -> one(wanted, wanted.scalarOrNull(), "a text, a number, true or false");
        };
    into.add(new PropertyTest(property, comparison, values));
  }

  private static List<Value> several(Node wanted) {
    List<Value> values = new ArrayList<>();
    for (Node item : wanted.items()) {
      values.addAll(one(item, item.scalarOrNull(), "a text, a number, true or false"));
    }
    if (!wanted.isList() || values.isEmpty() || values.size() > MOST_VALUES) {
      wanted.flaw("must be a list of 1 to %d values".formatted(MOST_VALUES));
    }
    return List.copyOf(values);
  }

  private static List<Value> one(Node node, @Nullable Value value, String what) {
    if (value == null || (value instanceof Value.Text text && text.value().length() > MOST_CHARACTERS)) {
      node.flaw("must be %s of at most %d characters".formatted(what, MOST_CHARACTERS));
      return List.of();
    }
    return List.of(value);
  }

  private static @Nullable Value ordered(@Nullable Value value) {
    return value instanceof Value.Flag ? null : value;
  }

  /** True for a dotted path without empty parts. */
  static boolean isPath(String property) {
    return !property.isEmpty()
        && property.length() <= MOST_CHARACTERS
        && Arrays.stream(property.split("\\.", -1)).noneMatch(String::isBlank);
  }

  private static String word(Comparison comparison) {
    return comparison.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
