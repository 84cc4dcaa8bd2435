package dev.attune.command.definition;

import dev.attune.command.platform.Commands;
import dev.attune.command.platform.ProblemException;
import dev.attune.core.definition.Definitions.Kind;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.security.SecurityRequirement;
import java.util.List;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Applies files of definitions, for the administrator. */
@RestController
class DefinitionEndpoint {

  private final Commands commands;
  private final DefinitionParser parser;

  DefinitionEndpoint(Commands commands, DefinitionParser parser) {
    this.commands = commands;
    this.parser = parser;
  }

  /**
   * @param position of the last definition in the log
   */
  record Answer(List<Item> applied, int unchanged, String position) {}

  /** One definition that changed. */
  record Item(String kind, String key, int version) {}

  @PutMapping(
      path = "/v1/definitions",
      consumes = {"application/yaml", "application/x-yaml", "text/yaml", "application/json", "text/plain"})
  @SecurityRequirement(name = "adminKey")
  @Operation(
      summary = "Makes the definitions of a file be in force",
      description = "Offers, placements and the decision policy in YAML. All of it is applied or nothing; what is in force"
          + " already gets no new version. With prune=true, offers that the file does not name are archived.")
  ResponseEntity<Answer> apply(@RequestBody String file, @RequestParam(defaultValue = "false") boolean prune) {
    Applied applied = commands.<Applied>send(new ApplyDefinitions(parsed(file), prune)).join();
    List<Item> items =
        applied.change().events().stream()
            .map(event -> new Item(Kind.of(event).word(), event.key(), event.version()))
            .toList();
    String position = Long.toString(applied.position());
    return ResponseEntity.ok()
        .header("Attune-Position", position)
        .body(new Answer(items, applied.change().unchanged(), position));
  }

  private DefinitionFile parsed(String file) {
    try {
      return parser.parse(file);
    } catch (InvalidDefinitionsException e) {
      throw new ProblemException(
              HttpStatus.UNPROCESSABLE_CONTENT,
              "invalid-definitions",
              "The definitions cannot be applied",
              String.valueOf(e.getMessage()))
          .with("errors", e.flaws());
    }
  }
}
