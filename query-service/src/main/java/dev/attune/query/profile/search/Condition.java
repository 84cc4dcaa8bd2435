package dev.attune.query.profile.search;

import dev.attune.contracts.value.Value;
import dev.attune.query.problem.Problem;
import java.math.BigDecimal;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A condition as a request writes it: {@code metric.views_24h>=3}, {@code trait.plan=gold}, {@code count.purchase>0},
 * {@code spent.EUR<100}. Where there is no value, only {@code !=} holds.
 *
 * @param source {@code trait}, {@code count}, {@code spent} or the name of other values
 * @param key within the source
 * @param operand to compare with, as it was written
 */
record Condition(String source, String key, Operator operator, String operand) {

  static final String TRAIT = "trait";
  static final String COUNT = "count";
  static final String SPENT = "spent";

  private static final Pattern FORM = Pattern.compile("([a-z]+)\\.(.+?)(>=|<=|!=|=|>|<)(.*)", Pattern.DOTALL);

  /** How values compare. */
  enum Operator {
    EQUAL("="),
    UNEQUAL("!="),
    LESS("<"),
    AT_MOST("<="),
    MORE(">"),
    AT_LEAST(">=");

    private final String sign;

    Operator(String sign) {
      this.sign = sign;
    }

    private boolean holds(int compared) {
      return switch (this) {
        case EQUAL -> compared == 0;
        case UNEQUAL -> compared != 0;
        case LESS -> compared < 0;
        case AT_MOST -> compared <= 0;
        case MORE -> compared > 0;
        case AT_LEAST -> compared >= 0;
      };
    }
  }

  static Condition of(String text) {
    Matcher form = FORM.matcher(text);
    if (!form.matches()) {
      throw new Problem(
          Problem.Kind.BAD_REQUEST, "'%s' is no condition; write one like metric.views_24h>=3".formatted(text));
    }
    for (Operator operator : Operator.values()) {
      if (operator.sign.equals(form.group(3))) {
        return new Condition(form.group(1), form.group(2), operator, form.group(4));
      }
    }
    throw new IllegalStateException("Every sign of the form is an operator's");
  }

  /** True if only the person's own document is needed. */
  boolean isOwn() {
    return source.equals(TRAIT) || source.equals(COUNT) || source.equals(SPENT);
  }

  /** True if it holds by the person's own document. */
  boolean holds(Row row) {
    return switch (source) {
      case TRAIT -> holds(row.trait(key));
      case COUNT -> holds(Value.of(row.count(key)));
      case SPENT -> holds(Value.of(row.spent(key)));
      default -> throw new IllegalStateException("Values of '%s' are in no profile".formatted(source));
    };
  }

  /** True if it holds for a value. Text has no order here: of the signs, it takes {@code =} and {@code !=}. */
  boolean holds(Value value) {
    BigDecimal number = number(value);
    if (number != null) {
      BigDecimal wanted = number(operand);
      return wanted == null ? operator == Operator.UNEQUAL : operator.holds(number.compareTo(wanted));
    }
    boolean equal =
        switch (value) {
          case Value.Text text -> text.value().equals(operand);
          case Value.Flag flag -> Boolean.toString(flag.value()).equals(operand);
          case Value.Items items -> items.values().stream().anyMatch(new Condition(source, key, Operator.EQUAL, operand)::holds);
          case Value.Nothing nothing -> false;
          case Value.Fields fields -> false;
          case Value.Whole whole -> false;
          case Value.Decimal decimal -> false;
        };
    return switch (operator) {
      case EQUAL -> equal;
      case UNEQUAL -> !equal;
      case LESS, AT_MOST, MORE, AT_LEAST -> false;
    };
  }

  static @Nullable BigDecimal number(Value value) {
    return switch (value) {
      case Value.Whole whole -> BigDecimal.valueOf(whole.value());
      case Value.Decimal decimal -> decimal.value();
      default -> null;
    };
  }

  private static @Nullable BigDecimal number(String text) {
    try {
      return new BigDecimal(text);
    } catch (NumberFormatException e) {
      return null;
    }
  }
}
