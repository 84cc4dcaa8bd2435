package dev.attune.command.decision;

import dev.attune.command.platform.Commands;
import dev.attune.command.platform.ProblemException;
import dev.attune.command.platform.Problems;
import dev.attune.command.platform.RequestTrace;
import dev.attune.core.decision.UnknownPlacementException;
import io.micrometer.core.instrument.MeterRegistry;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.security.SecurityRequirement;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;

/** Decides offers, for whoever holds a source's write key. */
@RestController
class DecisionEndpoint {

  private static final long PATIENCE_SECONDS = 30;

  private final Commands commands;
  private final Callers callers;
  private final KnownDefinitions definitions;
  private final MeterRegistry meters;

  DecisionEndpoint(
      Commands commands, Callers callers, KnownDefinitions definitions, MeterRegistry meters) {
    this.commands = commands;
    this.callers = callers;
    this.definitions = definitions;
    this.meters = meters;
  }

  @PostMapping("/v1/decisions")
  @SecurityRequirement(name = "writeKey")
  @Operation(
      summary = "Decides which offer a person sees in a placement",
      description =
          "A command: stored before it is answered, and it consumes the session's cap. The same request id is answered"
              + " with the same bytes and consumes nothing more.")
  ResponseEntity<DecisionAnswer> decide(
      @RequestBody DecisionRequest body,
      @RequestHeader(name = "Idempotency-Key", required = false) @Nullable String idempotencyKey,
      @RequestHeader(name = "traceparent", required = false) @Nullable String trace,
      HttpServletRequest request) {
    UUID source = callers.source(request);
    List<DecisionRequest.Flaw> flaws = body.flaws(idempotencyKey);
    if (!flaws.isEmpty()) {
      throw new ProblemException(
              HttpStatus.UNPROCESSABLE_CONTENT,
              "decision-request",
              "The request cannot be decided",
              "%s: %s".formatted(flaws.getFirst().field(), flaws.getFirst().message()))
          .with("errors", flaws);
    }
    DecisionTaken taken = taken(command(source, body, idempotencyKey, RequestTrace.of(trace)));
    meters.counter("attune.decisions", "outcome", outcome(taken)).increment();
    DecisionAnswer answer = DecisionAnswer.of(taken, definitions.upTo(taken.made().definitions()));
    return ResponseEntity.ok().header("Attune-Position", answer.position()).body(answer);
  }

  private DecisionTaken taken(Decide command) {
    try {
      return commands.<DecisionTaken>send(command).orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).join();
    } catch (CompletionException e) {
      throw switch (e.getCause()) {
        case UnknownPlacementException unknown ->
            new ProblemException(
                HttpStatus.NOT_FOUND,
                "unknown-placement",
                "There is no such placement",
                "%s; define it with './attune definitions apply FILE'".formatted(unknown.getMessage()));
        case RequestIdReusedException reused ->
            new ProblemException(
                HttpStatus.CONFLICT,
                "request-id-reused",
                "The request id was used before",
                String.valueOf(reused.getMessage()));
        case TimeoutException late -> Problems.storeAway();
        case null, default -> e;
      };
    }
  }

  private static Decide command(
      UUID source, DecisionRequest body, @Nullable String idempotencyKey, RequestTrace trace) {
    String requestId = Objects.requireNonNullElse(body.requestId(), Objects.requireNonNullElse(idempotencyKey, ""));
    return new Decide(
        source, requestId, body.people(), Objects.requireNonNullElse(body.placement(), ""), body.session(),
        Objects.requireNonNullElse(body.context(), Map.of()), trace);
  }

  private static String outcome(DecisionTaken taken) {
    var proposition = taken.made().proposition();
    if (proposition == null) {
      return "nothing";
    }
    if (proposition.fallback()) {
      return "fallback";
    }
    return proposition.consumed() ? "offer" : "repeat";
  }
}
