package dev.attune.query.profile;

import dev.attune.query.problem.Problem;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a request of Segment's Profile API asks for.
 *
 * @param url path without parameters
 * @param limit most entries of the answer
 * @param include the names that are asked for; empty: all
 * @param verbose traits with their time and source
 * @param after what the page before ended with; empty: the first page
 */
record SegmentPage(String url, int limit, Set<String> include, boolean verbose, String after) {

  private static final int LEAST = 10;
  private static final int MOST = 200;

  /** Limits beyond Segment's 10 to 200 are moved to them. */
  static SegmentPage of(
      String url, int limit, @Nullable String include, boolean verbose, @Nullable String next) {
    Set<String> names =
        include == null || include.isBlank()
            ? Set.of()
            : Arrays.stream(include.split(",")).map(String::strip).collect(Collectors.toSet());
    return new SegmentPage(url, Math.clamp(limit, LEAST, MOST), names, verbose, next == null ? "" : decoded(next));
  }

  boolean includes(String name) {
    return include.isEmpty() || include.contains(name);
  }

  /**
   * The cursor of an answer.
   *
   * @param last what it ended with; null: there is no more
   */
  Map<String, Object> cursor(@Nullable String last) {
    Map<String, Object> cursor = new LinkedHashMap<>();
    cursor.put("url", url);
    cursor.put("has_more", last != null);
    cursor.put(
        "next",
        last == null
            ? ""
            : Base64.getUrlEncoder().withoutPadding().encodeToString(last.getBytes(StandardCharsets.UTF_8)));
    cursor.put("limit", limit);
    return cursor;
  }

  /** An answer of a list. */
  Map<String, Object> list(List<?> data, @Nullable String last) {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("data", data);
    body.put("cursor", cursor(last));
    return body;
  }

  private static String decoded(String next) {
    try {
      return new String(Base64.getUrlDecoder().decode(next), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw new Problem(Problem.Kind.BAD_REQUEST, "'%s' is no cursor".formatted(next));
    }
  }
}
