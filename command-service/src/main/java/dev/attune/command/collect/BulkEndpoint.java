package dev.attune.command.collect;

import dev.attune.command.collect.ItemLines.Line;
import dev.attune.command.collect.Rejects.Reject;
import dev.attune.command.platform.NodeClock;
import dev.attune.command.platform.ProblemException;
import dev.attune.command.platform.RequestTrace;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.security.SecurityRequirement;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** Takes in files of interactions in our own form, one a line. */
@RestController
@SecurityRequirement(name = "writeKey")
class BulkEndpoint {

  private final Credentials credentials;
  private final BulkIntake intake;
  private final NodeClock clock;

  BulkEndpoint(Credentials credentials, BulkIntake intake, NodeClock clock) {
    this.credentials = credentials;
    this.intake = intake;
    this.clock = clock;
  }

  @PostMapping({"/v1/interactions/bulk", "/v1/interactions/bulk/"})
  @Operation(
      summary = "Takes in a file of interactions, one a line (NDJSON), of any length",
      description =
          """
          Each line is an interaction as POST /v1/interactions takes it, and is checked, stored and counted as it is \
          there; a line that cannot be read goes into quarantine alone. The body may be gzip, is read no faster than it \
          is stored, and is stored in its order. The write key goes into Basic or X-Write-Key. The answer comes at the \
          end. If it is an error, or none comes, part of the file may be stored: send all of it again with the same \
          message ids, and nothing is stored twice. 429: two files are being taken in already, or other writers were \
          always first.\
          """,
      requestBody =
          @RequestBody(
              required = true,
              content = @Content(mediaType = "application/x-ndjson", schema = @Schema(type = "string"))))
  @ApiResponse(responseCode = "200", description = "Everything is stored or in quarantine")
  ResponseEntity<BulkSummary> take(HttpServletRequest request) throws IOException {
    clock.now();
    UUID source = credentials.source(request, Map.of());
    RequestTrace trace = RequestTrace.of(request.getHeader("traceparent"));
    ItemLines lines = new ItemLines(RequestBytes.open(request));
    BulkSummary summary = intake.take(lines, new Request(source, trace, request.getRequestURI(), clock));
    ResponseEntity.BodyBuilder answer = ResponseEntity.ok();
    if (summary.position() != null) {
      answer.header(Answers.POSITION, summary.position());
    }
    return answer.body(summary);
  }

  private record Request(UUID source, RequestTrace trace, String path, NodeClock clock) implements BulkCourse.Supply {

    @Override
    public Delivery now() {
      return new Delivery(source, clock.now(), false, Map.of(), null, trace);
    }

    @Override
    public Reject reject(Line line, Delivery delivery, List<String> reasons) {
      return new Reject(source, delivery.received(), path, reasons, line.bytes(), line.length());
    }

    @Override
    public ProblemException unreadable(IOException failure) {
      return RequestBytes.problem(failure);
    }
  }
}
