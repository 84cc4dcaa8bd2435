package dev.attune.command.source;

import dev.attune.command.platform.Commands;
import dev.attune.command.platform.ProblemException;
import dev.attune.command.platform.RequestTrace;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.security.SecurityRequirement;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Adds and lists sources, for the administrator. */
@RestController
@RequestMapping("/v1/sources")
@SecurityRequirement(name = "adminKey")
class SourceEndpoint {

  private final Commands commands;
  private final SourceRegistry registry;
  private final Clock clock;

  SourceEndpoint(Commands commands, SourceRegistry registry, Clock clock) {
    this.commands = commands;
    this.registry = registry;
    this.clock = clock;
  }

  /**
   * @param name unique, {@code [a-z][a-z0-9-]{0,62}}
   */
  record NewSource(@Nullable String name) {}

  /**
   * @param writeKey shown this once
   */
  record SourceWithKey(UUID id, String name, String writeKey) {}

  record Sources(List<Source> sources) {}

  @PostMapping
  @ResponseStatus(HttpStatus.CREATED)
  @Operation(summary = "Adds a source; its write key is in this answer and nowhere else")
  SourceWithKey add(
      @RequestBody NewSource wanted, @RequestHeader(name = "traceparent", required = false) @Nullable String trace) {
    String name = wanted.name();
    if (name == null || !AddSource.isName(name)) {
      throw new ProblemException(
          HttpStatus.UNPROCESSABLE_CONTENT,
          "source-name",
          "Not a name for a source",
          "'name' must be 1 to 63 lower-case letters, digits and dashes, the first a letter");
    }
    String key = WriteKeys.next();
    RequestTrace request = RequestTrace.of(trace);
    Source source =
        commands
            .<Source>send(
                new AddSource(
                    name, WriteKeys.digest(key), clock.instant().truncatedTo(ChronoUnit.MICROS), request.correlation(),
                    request.traceparent()))
            .join();
    return new SourceWithKey(source.id(), source.name(), key);
  }

  @GetMapping
  @Operation(summary = "Lists the sources, by name")
  Sources list() {
    return new Sources(registry.all());
  }
}
