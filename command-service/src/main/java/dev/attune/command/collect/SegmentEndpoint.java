package dev.attune.command.collect;

import dev.attune.command.collect.Intake.Incoming;
import dev.attune.command.collect.Rejects.Reject;
import dev.attune.command.platform.NodeClock;
import dev.attune.command.platform.ProblemException;
import dev.attune.command.platform.RequestTrace;
import dev.attune.command.platform.json.JsonDocument;
import dev.attune.command.platform.json.JsonDocument.Item;
import dev.attune.command.platform.json.MalformedJsonException;
import dev.attune.contracts.value.Value;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.security.SecurityRequirement;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * Segment's HTTP API, so that its clients work unmodified. Answers {@code {"success":true}} when everything is stored or
 * in quarantine; 400 for what is no JSON or too large, 401 for a write key that is not known, 429 and 503 (with
 * Retry-After) where the client is to send it all again: what was stored already counts as duplicate then.
 */
@RestController
@SecurityRequirement(name = "writeKey")
class SegmentEndpoint {

  private static final RequestBytes BODY = new RequestBytes(500 * 1024, HttpStatus.BAD_REQUEST);
  private static final int MOST_ITEMS = 2_500;
  private static final String SUCCESS = "{\"success\":true}";

  private final Credentials credentials;
  private final Intake intake;
  private final CollectMeters meters;
  private final NodeClock clock;

  SegmentEndpoint(Credentials credentials, Intake intake, CollectMeters meters, NodeClock clock) {
    this.credentials = credentials;
    this.intake = intake;
    this.meters = meters;
    this.clock = clock;
  }

  @PostMapping({"/v1/batch", "/v1/batch/", "/v1/import", "/v1/import/", "/v1/b", "/v1/b/"})
  @Operation(summary = "Takes in many of Segment's messages")
  ResponseEntity<String> batch(HttpServletRequest request) {
    return take(request, null);
  }

  @PostMapping({"/v1/track", "/v1/track/", "/v1/t", "/v1/t/"})
  @Operation(summary = "Takes in what a person did")
  ResponseEntity<String> track(HttpServletRequest request) {
    return take(request, "track");
  }

  @PostMapping({"/v1/identify", "/v1/identify/", "/v1/i", "/v1/i/"})
  @Operation(summary = "Takes in who a person is, with traits")
  ResponseEntity<String> identify(HttpServletRequest request) {
    return take(request, "identify");
  }

  @PostMapping({"/v1/page", "/v1/page/", "/v1/p", "/v1/p/"})
  @Operation(summary = "Takes in that a person saw a page")
  ResponseEntity<String> page(HttpServletRequest request) {
    return take(request, "page");
  }

  @PostMapping({"/v1/screen", "/v1/screen/", "/v1/s", "/v1/s/"})
  @Operation(summary = "Takes in that a person saw a screen")
  ResponseEntity<String> screen(HttpServletRequest request) {
    return take(request, "screen");
  }

  @PostMapping({"/v1/group", "/v1/group/", "/v1/g", "/v1/g/"})
  @Operation(summary = "Takes in that a person belongs to a group")
  ResponseEntity<String> group(HttpServletRequest request) {
    return take(request, "group");
  }

  @PostMapping({"/v1/alias", "/v1/alias/", "/v1/a", "/v1/a/"})
  @Operation(summary = "Takes in that a person was known by another id")
  ResponseEntity<String> alias(HttpServletRequest request) {
    return take(request, "alias");
  }

  private ResponseEntity<String> take(HttpServletRequest request, @Nullable String call) {
    Instant received = clock.now();
    boolean retry = isRetry(request);
    byte[] body = BODY.read(request);
    JsonDocument document = parsed(body, call == null ? "batch" : "");
    Map<String, Value> envelope = document.fields();
    UUID source = credentials.source(request, envelope);
    List<Item> items = items(document, call, body.length);
    if (call == null) {
      refuseLargeContext(envelope);
    }
    RequestTrace trace = RequestTrace.of(request.getHeader("traceparent"));
    Delivery delivery =
        call == null
            ? new Delivery(
                source, received, retry, SegmentReader.context(envelope), envelope.get("sentAt"), trace)
            : new Delivery(source, received, retry, Map.of(), null, trace);
    String path = request.getRequestURI();
    return answer(
        intake.take(
            items.stream()
                .map(
                    item ->
                        new Incoming(
                            SegmentReader.read(item, call, delivery),
                            reasons ->
                                new Reject(
                                    source, received, path, reasons, Arrays.copyOfRange(body, item.from(), item.to()))))
                .toList()));
  }

  private static void refuseLargeContext(Map<String, Value> envelope) {
    SegmentReader.contextViolation(envelope)
        .ifPresent(
            violation -> {
              throw new ProblemException(
                  HttpStatus.BAD_REQUEST, "context-too-large", "The batch's context is out of bounds",
                  "The context beside the batch goes to every item of it, and it " + violation);
            });
  }

  private boolean isRetry(HttpServletRequest request) {
    String count = request.getHeader("X-Retry-Count");
    boolean retry = count != null && !count.isBlank() && !count.strip().equals("0");
    if (retry) {
      meters.retry();
    }
    return retry;
  }

  private static JsonDocument parsed(byte[] body, String field) {
    try {
      return JsonDocument.read(body, field);
    } catch (MalformedJsonException e) {
      throw new ProblemException(
          HttpStatus.BAD_REQUEST, "malformed-json", "Malformed JSON", String.valueOf(e.getMessage()));
    }
  }

  private static List<Item> items(JsonDocument document, @Nullable String call, int length) {
    if (call != null) {
      return List.of(new Item(new Value.Fields(document.fields()), 0, length));
    }
    List<Item> items = document.items();
    if (items == null) {
      throw new ProblemException(
          HttpStatus.BAD_REQUEST, "malformed-batch", "No batch", "The body needs a list of messages in 'batch'");
    }
    if (items.size() > MOST_ITEMS) {
      throw new ProblemException(
          HttpStatus.BAD_REQUEST, "batch-too-large", "The batch is too large",
          "The batch has %d messages; at most %d are taken".formatted(items.size(), MOST_ITEMS));
    }
    return items;
  }

  private static ResponseEntity<String> answer(List<Result> results) {
    Answers.throwIfRefused(results);
    ResponseEntity.BodyBuilder answer = ResponseEntity.ok().contentType(MediaType.APPLICATION_JSON);
    long position = Answers.position(results);
    if (position > 0) {
      answer.header(Answers.POSITION, Long.toString(position));
    }
    return answer.body(SUCCESS);
  }
}
