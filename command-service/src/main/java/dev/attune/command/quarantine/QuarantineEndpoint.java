package dev.attune.command.quarantine;

import dev.attune.command.platform.ProblemException;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.security.SecurityRequirement;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Shows what could not be taken in, to the administrator. */
@RestController
@RequestMapping("/v1/quarantine")
@SecurityRequirement(name = "adminKey")
class QuarantineEndpoint {

  private static final int MOST = 500;

  private final QuarantineStore store;

  QuarantineEndpoint(QuarantineStore store) {
    this.store = store;
  }

  /**
   * @param body as text; what is no UTF-8 is replaced
   * @param bodyLength bytes as it came; more than in body if that was cut
   */
  record Item(
      UUID id, UUID source, Instant receivedAt, String endpoint, List<String> reasons, String body, int bodyLength) {

    static Item of(Quarantined kept) {
      return new Item(
          kept.id(), kept.source(), kept.receivedAt(), kept.endpoint(), kept.reasons(),
          new String(kept.body(), StandardCharsets.UTF_8), kept.bodyLength());
    }
  }

  /**
   * @param next to ask for what follows, as {@code after}; null at the end
   */
  record Page(List<Item> items, @Nullable UUID next) {}

  @GetMapping
  @Operation(summary = "Lists what could not be taken in, the oldest first")
  Page list(@RequestParam(defaultValue = "100") int limit, @RequestParam(required = false) @Nullable UUID after) {
    if (limit < 1 || limit > MOST) {
      throw new ProblemException(
          HttpStatus.BAD_REQUEST, "bad-limit", "Not a limit", "'limit' must be 1 to %d".formatted(MOST));
    }
    List<Item> items = store.page(after, limit).stream().map(Item::of).toList();
    return new Page(items, items.size() < limit ? null : items.getLast().id());
  }
}
