package dev.attune.query.answer;

import dev.attune.query.problem.Problem;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Days of the shop that a request asks for, both included.
 */
public record Days(LocalDate first, LocalDate last) {

  private static final int MOST = 366;
  private static final int USUAL = 30;
  private static final int LENGTH = "2026-01-31".length();

  /**
   * @param from first day; 30 days until the last if it is missing
   * @param to last day; today if it is missing
   * @throws Problem {@code bad-request} if they are no days, or more than 366
   */
  public static Days of(@Nullable String from, @Nullable String to, LocalDate today) {
    LocalDate last = to == null ? today : day(to);
    LocalDate first = from == null ? last.minusDays(USUAL - 1) : day(from);
    if (first.isAfter(last) || first.plusDays(MOST - 1).isBefore(last)) {
      throw new Problem(Problem.Kind.BAD_REQUEST, "Ask for 1 to %d days, 'from' first".formatted(MOST));
    }
    return new Days(first, last);
  }

  /** The day of a document whose id is partition, slash, day, and maybe more. */
  public static LocalDate in(String id) {
    int begin = id.indexOf('/') + 1;
    return LocalDate.parse(id.substring(begin, begin + LENGTH));
  }

  /** All of them in order, some at a time. */
  public List<List<LocalDate>> inParts(int size) {
    List<LocalDate> all = first.datesUntil(last.plusDays(1)).toList();
    List<List<LocalDate>> parts = new ArrayList<>();
    for (int begin = 0; begin < all.size(); begin += size) {
      parts.add(all.subList(begin, Math.min(all.size(), begin + size)));
    }
    return parts;
  }

  private static LocalDate day(String text) {
    try {
      return LocalDate.parse(text);
    } catch (DateTimeException e) {
      throw new Problem(Problem.Kind.BAD_REQUEST, "'%s' is no day; write 2026-01-31".formatted(text));
    }
  }
}
