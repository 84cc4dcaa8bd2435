package dev.attune.query.profile.search;

import dev.attune.query.problem.Problem;
import dev.attune.query.profile.search.Sort.Place;
import dev.attune.query.projection.Generation;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** Where the next page begins: behind somebody. Opaque to clients. */
final class Cursor {

  private static final String BETWEEN = "\n";
  private static final int PARTS = 6;

  private Cursor() {}

  static String encode(Generation generation, Sort sort, Place last) {
    String text =
        String.join(
            BETWEEN, Integer.toString(generation.number()), generation.incarnation(), Boolean.toString(sort.ascending()),
            last.value() == null ? "" : last.value().toString(), last.id(), sort.by());
    return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * @throws Problem {@code cursor-expired} if it is of another generation
   */
  static Place decode(String cursor, Generation live, Sort sort) {
    try {
      String text = new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8);
      String[] parts = text.split(BETWEEN, PARTS);
      if (parts.length == PARTS
          && parts[5].equals(sort.by())
          && parts[2].equals(Boolean.toString(sort.ascending()))) {
        if (Integer.parseInt(parts[0]) != live.number() || !parts[1].equals(live.incarnation())) {
          throw new Problem(
              Problem.Kind.CURSOR_EXPIRED, "The view was rebuilt since that page; begin again without a cursor");
        }
        return new Place(parts[3].isEmpty() ? null : new BigDecimal(parts[3]), parts[4]);
      }
    } catch (IllegalArgumentException e) {
      // answered below
    }
    throw new Problem(
        Problem.Kind.BAD_REQUEST, "That is no cursor of this question; take 'next' of the page before");
  }
}
