package dev.attune.query.timeline;

import dev.attune.query.problem.Problem;
import dev.attune.query.projection.Generation;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * Where the next page begins; opaque to clients.
 *
 * @param generation that the page before came from
 * @param incarnation of the store that it came from
 * @param entry the first one of the page
 */
record Cursor(int generation, String incarnation, long entry) {

  String encode() {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString((generation + "." + incarnation + "." + entry).getBytes(StandardCharsets.US_ASCII));
  }

  static Cursor decode(String cursor, Generation live) {
    Cursor decoded = decode(cursor);
    if (decoded.generation != live.number() || !decoded.incarnation.equals(live.incarnation())) {
      throw new Problem(
          Problem.Kind.CURSOR_EXPIRED, "The view was rebuilt since that page; begin again without a cursor");
    }
    return decoded;
  }

  private static Cursor decode(String cursor) {
    try {
      String[] parts = new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.US_ASCII).split("\\.");
      if (parts.length == 3) {
        long entry = Long.parseLong(parts[2]);
        if (entry > 0) {
          return new Cursor(Integer.parseInt(parts[0]), parts[1], entry);
        }
      }
    } catch (IllegalArgumentException e) {
      // answered below
    }
    throw new Problem(Problem.Kind.BAD_REQUEST, "That is no cursor; take 'next' of the page before");
  }
}
