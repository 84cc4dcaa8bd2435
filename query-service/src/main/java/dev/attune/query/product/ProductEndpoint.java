package dev.attune.query.product;

import dev.attune.query.answer.Days;
import dev.attune.query.answer.MinPosition;
import dev.attune.query.answer.Served;
import dev.attune.query.problem.Problem;
import dev.attune.query.projection.Generation;
import dev.attune.query.projection.LiveProjection;
import dev.attune.query.view.ViewStore;
import java.time.Duration;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.bson.Document;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** {@code GET /v1/products/…}: what goes together, and what is wanted most. */
@RestController
public final class ProductEndpoint {

  private static final int MOST = 1_000;
  private static final int AT_ONCE = 16;

  private final LiveProjection products;
  private final InstantSource clock;
  private final Duration wait;

  /**
   * @param wait how long a query waits for its {@code min-position} at most
   */
  public ProductEndpoint(LiveProjection products, InstantSource clock, Duration wait) {
    this.products = products;
    this.clock = clock;
    this.wait = wait;
  }

  /**
   * What was bought in the same session as a product, an order included.
   *
   * @param limit most products, 1 to 1,000
   */
  @GetMapping("/v1/products/{id}/bought-together")
  public ResponseEntity<Ranked> boughtTogether(
      @PathVariable String id,
      @RequestParam(defaultValue = "10") int limit,
      @RequestParam(name = MinPosition.NAME, required = false) @Nullable String minPosition,
      @RequestHeader(name = MinPosition.NAME, required = false) @Nullable String minPositionHeader) {
    return together(TogetherView.BOUGHT, id, limit, MinPosition.of(minPosition, minPositionHeader, wait));
  }

  /**
   * What was viewed in the same session as a product.
   *
   * @param limit most products, 1 to 1,000
   */
  @GetMapping("/v1/products/{id}/viewed-together")
  public ResponseEntity<Ranked> viewedTogether(
      @PathVariable String id,
      @RequestParam(defaultValue = "10") int limit,
      @RequestParam(name = MinPosition.NAME, required = false) @Nullable String minPosition,
      @RequestHeader(name = MinPosition.NAME, required = false) @Nullable String minPositionHeader) {
    return together(TogetherView.VIEWED, id, limit, MinPosition.of(minPosition, minPositionHeader, wait));
  }

  /**
   * What had an interaction most often.
   *
   * @param interaction {@code product_view}, {@code add_to_cart} or {@code purchase}
   * @param category null: all
   * @param window days of the shop until {@code to}, such as {@code 7d}, up to {@code 366d}
   * @param to last day of the shop; today if it is missing
   * @param limit most products, 1 to 1,000
   */
  @GetMapping("/v1/products/top")
  public ResponseEntity<Ranked> top(
      @RequestParam(defaultValue = "product_view") String interaction,
      @RequestParam(required = false) @Nullable String category,
      @RequestParam(defaultValue = "7d") String window,
      @RequestParam(required = false) @Nullable String to,
      @RequestParam(defaultValue = "10") int limit,
      @RequestParam(name = MinPosition.NAME, required = false) @Nullable String minPosition,
      @RequestHeader(name = MinPosition.NAME, required = false) @Nullable String minPositionHeader) {
    if (!WantedView.counts(interaction) || !window.matches("[1-9][0-9]{0,2}d")) {
      throw new Problem(
          Problem.Kind.BAD_REQUEST, "Ask for product_view, add_to_cart or purchase, and a window such as 7d");
    }
    Generation generation = MinPosition.of(minPosition, minPositionHeader, wait).await(products);
    Days last = Days.of(to, to, LocalDate.ofInstant(clock.instant(), Products.zone(generation)));
    LocalDate first = last.last().minusDays(Integer.parseInt(window.substring(0, window.length() - 1)) - 1L);
    List<Document> documents = new ArrayList<>();
    for (List<LocalDate> some : Days.of(first.toString(), last.last().toString(), first).inParts(AT_ONCE)) {
      documents.addAll(
          products.gathered(
              generation, WantedView.NAME,
              some.stream().map(day -> WantedView.key(interaction, day, category == null ? "" : category)).toList()));
    }
    return ranked(generation, documents, limit);
  }

  private ResponseEntity<Ranked> together(String kind, String id, int limit, MinPosition least) {
    Generation generation = least.await(products);
    return ranked(
        generation, products.gathered(generation, TogetherView.NAME, List.of(TogetherView.key(kind, id))), limit);
  }

  private static ResponseEntity<Ranked> ranked(Generation generation, List<Document> documents, int limit) {
    if (limit < 1 || limit > MOST) {
      throw new Problem(Problem.Kind.BAD_REQUEST, "limit must be from 1 to %d".formatted(MOST));
    }
    Map<String, Long> counts = new HashMap<>();
    boolean exact = true;
    long position = 0;
    for (Document document : documents) {
      Ranking ranking = Ranking.of(document);
      ranking.forEach((product, count) -> counts.merge(product, count, Long::sum));
      exact &= ranking.dropped() == 0;
      position = Math.max(position, document.getLong(ViewStore.POSITION));
    }
    List<Counted> best =
        counts.entrySet().stream()
            .map(one -> new Counted(one.getKey(), one.getValue()))
            .sorted(Comparator.comparingLong(Counted::count).reversed().thenComparing(Counted::product))
            .limit(limit)
            .toList();
    return Served.now(new Ranked(best, exact), Map.of(generation, position));
  }

  /**
   * Products, the most frequent first, equals by id.
   *
   * @param exact false if products were dropped to stay within the bounds: counts may be too small
   */
  public record Ranked(List<Counted> products, boolean exact) {}

  /** A product and how often. */
  public record Counted(String product, long count) {}
}
