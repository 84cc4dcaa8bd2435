package dev.attune.query.profile.search;

import dev.attune.query.problem.Problem;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * What people are sorted by: the greatest first, unless it ascends; those without a value last; equals by id.
 *
 * @param by {@code lastSeen}, {@code firstSeen}, {@code purchases}, {@code spent.EUR} or {@code metric.views_24h}
 */
record Sort(String by, boolean ascending) {

  private static final String PURCHASES = "purchases";
  private static final String SPENT = Condition.SPENT + ".";
  private static final String METRIC = "metric.";

  /**
   * @param currency of {@code spent} alone
   */
  static Sort of(String by, boolean ascending, String currency) {
    boolean known =
        by.equals(Row.LAST_SEEN) || by.equals(Row.FIRST_SEEN) || by.equals(PURCHASES) || by.equals(Condition.SPENT)
            || by.startsWith(SPENT) || by.startsWith(METRIC);
    if (!known) {
      throw new Problem(
          Problem.Kind.BAD_REQUEST,
          "'%s' is nothing to sort by; there are lastSeen, firstSeen, purchases, spent, spent.EUR, metric.KEY"
              .formatted(by));
    }
    return new Sort(by.equals(Condition.SPENT) ? SPENT + currency : by, ascending);
  }

  /** Key of the metric; null if it is by none. */
  @Nullable String metric() {
    return by.startsWith(METRIC) ? by.substring(METRIC.length()) : null;
  }

  /** The value of somebody, of what is in their own document. */
  @Nullable BigDecimal value(Row row) {
    if (by.startsWith(SPENT)) {
      return row.spent(by.substring(SPENT.length()));
    }
    if (by.equals(PURCHASES)) {
      return BigDecimal.valueOf(row.purchases());
    }
    Long micros = row.time(by);
    return micros == null ? null : BigDecimal.valueOf(micros);
  }

  /** Less than 0 if the first one comes first. */
  int compare(Place first, Place second) {
    BigDecimal one = first.value();
    BigDecimal other = second.value();
    int compared;
    if (one == null || other == null) {
      compared = Boolean.compare(one == null, other == null);
    } else {
      compared = ascending ? one.compareTo(other) : other.compareTo(one);
    }
    return compared != 0 ? compared : first.id().compareTo(second.id());
  }

  /** Where somebody is in the list. */
  record Place(@Nullable BigDecimal value, String id) {}
}
