package dev.attune.query.answer;

import dev.attune.query.projection.Generation;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;

/** Answers that say which view they come from, and that need not be sent again. */
public final class Served {

  /** Names the view: {@code profile_v1@4711}. */
  public static final String PROJECTION = "X-Attune-Projection";

  private Served() {}

  /**
   * The answer with its headers, or 304 if the client has it already.
   *
   * @param position of the document that it was made from
   * @param ifNoneMatch the request's {@code If-None-Match}
   */
  public static <T> ResponseEntity<T> of(
      T body, Generation generation, long position, @Nullable String ifNoneMatch) {
    return of(body, generation, position, "", ifNoneMatch);
  }

  /**
   * As above, where the answer to the same document may differ.
   *
   * @param variant what it differs by, letters; empty: by nothing
   */
  public static <T> ResponseEntity<T> of(
      T body, Generation generation, long position, String variant, @Nullable String ifNoneMatch) {
    String tag =
        "\"%d-%s-%d%s\"".formatted(generation.number(), generation.incarnation(), position, variant);
    boolean known = ifNoneMatch != null && matches(ifNoneMatch, tag);
    ResponseEntity.BodyBuilder answer =
        ResponseEntity.status(known ? HttpStatus.NOT_MODIFIED : HttpStatus.OK)
            .eTag(tag)
            .header(PROJECTION, named(generation, position))
            .header("Cache-Control", "private, no-cache");
    return known ? answer.build() : answer.body(body);
  }

  /**
   * An answer that depends on the moment and is not to be kept.
   *
   * @param positions of the documents that it was made from, by generation, oldest first; 0 where there was none
   */
  public static <T> ResponseEntity<T> now(T body, Map<Generation, Long> positions) {
    String from =
        positions.entrySet().stream()
            .map(one -> named(one.getKey(), one.getValue()))
            .collect(Collectors.joining(", "));
    return ResponseEntity.ok().header(PROJECTION, from).header("Cache-Control", "private, no-store").body(body);
  }

  private static String named(Generation generation, long position) {
    return "%s_v%d@%d".formatted(generation.projection(), generation.number(), position);
  }

  private static boolean matches(String ifNoneMatch, String tag) {
    return Arrays.stream(ifNoneMatch.split(","))
        .map(String::strip)
        .map(one -> one.startsWith("W/") ? one.substring(2) : one)
        .anyMatch(one -> one.equals("*") || one.equals(tag));
  }
}
