package dev.attune.command.collect;

import dev.attune.command.collect.Intake.Incoming;
import dev.attune.command.collect.Rejects.Reject;
import dev.attune.command.platform.NodeClock;
import dev.attune.command.platform.ProblemException;
import dev.attune.command.platform.RequestTrace;
import dev.attune.command.platform.json.JsonDocument;
import dev.attune.command.platform.json.JsonDocument.Item;
import dev.attune.command.platform.json.MalformedJsonException;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.security.SecurityRequirement;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** Takes in interactions in our own form and tells of each what became of it. */
@RestController
@SecurityRequirement(name = "writeKey")
class InteractionEndpoint {

  private static final RequestBytes BODY = new RequestBytes(5 * 1024 * 1024, HttpStatus.CONTENT_TOO_LARGE);
  private static final int MOST_ITEMS = 2_500;

  private final Credentials credentials;
  private final Intake intake;
  private final NodeClock clock;

  InteractionEndpoint(Credentials credentials, Intake intake, NodeClock clock) {
    this.credentials = credentials;
    this.intake = intake;
    this.clock = clock;
  }

  /**
   * @param position the highest position of the request, opaque; null if nothing was stored
   * @param results in the order of the request
   */
  record Taken(@Nullable String position, List<ItemResult> results) {}

  /**
   * @param index of the item, from 0
   * @param messageId the client's, or a new one
   * @param outcome {@code accepted}, {@code duplicate} or {@code quarantined}
   * @param profile the person's stream; where it was stored first, for a duplicate
   * @param position of the last event of it; opaque
   * @param error why it was quarantined
   */
  record ItemResult(
      int index,
      @Nullable String messageId,
      String outcome,
      @Nullable UUID profile,
      @Nullable String position,
      @Nullable ItemError error) {}

  /**
   * @param type stable
   * @param reasons for people
   */
  record ItemError(String type, List<String> reasons) {

    static ItemError unreadable(List<String> reasons) {
      return new ItemError("https://attune.dev/problems/unreadable-item", reasons);
    }
  }

  @PostMapping({"/v1/interactions", "/v1/interactions/"})
  @Operation(summary = "Takes in up to 2,500 interactions, and tells of each what became of it")
  ResponseEntity<Taken> take(HttpServletRequest request) {
    Instant received = clock.now();
    byte[] body = BODY.read(request);
    JsonDocument document = parsed(body);
    UUID source = credentials.source(request, document.fields());
    List<Item> items = items(document);
    Delivery delivery =
        new Delivery(source, received, false, Map.of(), null, RequestTrace.of(request.getHeader("traceparent")));
    String path = request.getRequestURI();
    List<Result> results =
        intake.take(
            items.stream()
                .map(
                    item ->
                        new Incoming(
                            NativeReader.read(item, delivery),
                            reasons ->
                                new Reject(
                                    source, received, path, reasons, Arrays.copyOfRange(body, item.from(), item.to()))))
                .toList());
    Answers.throwIfRefused(results);
    long position = Answers.position(results);
    ResponseEntity.BodyBuilder answer = ResponseEntity.ok();
    if (position > 0) {
      answer.header(Answers.POSITION, Long.toString(position));
    }
    return answer.body(new Taken(position > 0 ? Long.toString(position) : null, told(results)));
  }

  private static JsonDocument parsed(byte[] body) {
    try {
      return JsonDocument.read(body, "interactions");
    } catch (MalformedJsonException e) {
      throw new ProblemException(
          HttpStatus.BAD_REQUEST, "malformed-json", "Malformed JSON", String.valueOf(e.getMessage()));
    }
  }

  private static List<Item> items(JsonDocument document) {
    List<Item> items = document.items();
    if (items == null) {
      throw new ProblemException(
          HttpStatus.BAD_REQUEST, "malformed-batch", "No interactions", "The body needs a list in 'interactions'");
    }
    if (items.size() > MOST_ITEMS) {
      throw new ProblemException(
          HttpStatus.CONTENT_TOO_LARGE, "batch-too-large", "Too many at once",
          "There are %d interactions; at most %d are taken in one request".formatted(items.size(), MOST_ITEMS));
    }
    return items;
  }

  private static List<ItemResult> told(List<Result> results) {
    List<ItemResult> told = new ArrayList<>(results.size());
    for (Result result : results) {
      int index = told.size();
      switch (result) {
        case Result.Stored(String id, Kept kept) ->
            told.add(
                new ItemResult(
                    index, id, kept.duplicate() ? "duplicate" : "accepted", kept.profile(),
                    Long.toString(kept.position()), null));
        case Result.Quarantined(String id, List<String> reasons) ->
            told.add(new ItemResult(index, id, "quarantined", null, null, ItemError.unreadable(reasons)));
        case Result.Refused refused -> throw refused.problem();
      }
    }
    return told;
  }
}
