package dev.attune.command.definition;

import dev.attune.command.platform.Commands;
import dev.attune.command.platform.LogFollower;
import dev.attune.command.platform.ProblemException;
import dev.attune.contracts.DefinitionEvent.AudiencePublished;
import dev.attune.contracts.DefinitionEvent.DecisionPolicyPublished;
import dev.attune.contracts.DefinitionEvent.FunnelPublished;
import dev.attune.contracts.DefinitionEvent.MetricPublished;
import dev.attune.contracts.DefinitionEvent.OfferPublished;
import dev.attune.contracts.DefinitionEvent.PlacementDefined;
import dev.attune.contracts.DefinitionEvent.ShopConfigured;
import dev.attune.core.definition.Definitions;
import dev.attune.core.definition.Definitions.Kind;
import dev.attune.core.definition.Insights;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.security.SecurityRequirement;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionException;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Applies files of definitions and shows what is in force, for the administrator. */
@RestController
class DefinitionEndpoint {

  private final Commands commands;
  private final DefinitionParser parser;
  private final DefinitionRegistry registry;
  private final LogFollower follower;

  DefinitionEndpoint(
      Commands commands, DefinitionParser parser, DefinitionRegistry registry, LogFollower definitionFollower) {
    this.commands = commands;
    this.parser = parser;
    this.registry = registry;
    follower = definitionFollower;
  }

  /**
   * @param position of the last definition in the log
   */
  record Answer(List<Item> applied, int unchanged, String position) {}

  /** One definition that changed. */
  record Item(String kind, String key, int version) {}

  /**
   * All that is in force, by key.
   *
   * @param position of the last definition in the log
   */
  record InForce(
      String position,
      ShopConfigured shop,
      DecisionPolicyPublished policy,
      List<PlacementDefined> placements,
      List<OfferPublished> offers,
      List<MetricPublished> metrics,
      List<FunnelPublished> funnels,
      List<AudiencePublished> audiences) {

    static InForce of(Definitions definitions) {
      Insights insights = definitions.insights();
      return new InForce(
          Long.toString(definitions.position()), insights.shop(), definitions.policy(),
          List.copyOf(definitions.placements().values()), List.copyOf(definitions.offers().values()),
          List.copyOf(insights.metrics().values()), List.copyOf(insights.funnels().values()),
          List.copyOf(insights.audiences().values()));
    }
  }

  @GetMapping("/v1/definitions")
  @SecurityRequirement(name = "adminKey")
  @Operation(
      summary = "All definitions in force",
      description = "In the form that is stored, with their versions. A shop or policy of version 0 was never set.")
  ResponseEntity<InForce> inForce() {
    follower.catchUp();
    InForce inForce = InForce.of(registry.get().latest());
    return ResponseEntity.ok().header("Attune-Position", inForce.position()).body(inForce);
  }

  @PutMapping(
      path = "/v1/definitions",
      consumes = {"application/yaml", "application/x-yaml", "text/yaml", "application/json", "text/plain"})
  @SecurityRequirement(name = "adminKey")
  @Operation(
      summary = "Makes the definitions of a file be in force",
      description = "Offers, placements, the decision policy, the shop's zone and currency, metrics, funnels and audiences"
          + " in YAML. All of it is applied or nothing; what is in force already gets no new version. With prune=true,"
          + " offers, metrics, funnels and audiences that the file does not name are archived.")
  ResponseEntity<Answer> apply(@RequestBody String file, @RequestParam(defaultValue = "false") boolean prune) {
    Applied applied = applied(file, prune);
    List<Item> items =
        applied.change().events().stream()
            .map(event -> new Item(Kind.of(event).word(), event.key(), event.version()))
            .toList();
    String position = Long.toString(applied.position());
    return ResponseEntity.ok()
        .header("Attune-Position", position)
        .body(new Answer(items, applied.change().unchanged(), position));
  }

  private Applied applied(String file, boolean prune) {
    try {
      follower.catchUp();
      Set<String> known = prune ? Set.of() : registry.get().latest().insights().metrics().keySet();
      return commands.<Applied>send(new ApplyDefinitions(parser.parse(file, known), prune)).join();
    } catch (InvalidDefinitionsException e) {
      throw problem(e);
    } catch (CompletionException e) {
      throw e.getCause() instanceof InvalidDefinitionsException invalid ? problem(invalid) : e;
    }
  }

  private static ProblemException problem(InvalidDefinitionsException e) {
    return new ProblemException(
            HttpStatus.UNPROCESSABLE_CONTENT,
            "invalid-definitions",
            "The definitions cannot be applied",
            String.valueOf(e.getMessage()))
        .with("errors", e.flaws());
  }
}
