package dev.attune.infra.standin;

import dev.attune.contracts.DefinitionEvent.DecisionPolicyPublished;
import dev.attune.contracts.DefinitionEvent.OfferPublished;
import dev.attune.contracts.DefinitionEvent.PlacementDefined;
import dev.attune.contracts.value.Value;
import dev.attune.core.definition.Definitions;
import dev.attune.core.rule.Rules;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** Reads definitions, trusting that they are well-formed apart from the rules. */
public final class StandInDefinitions {

  private StandInDefinitions() {}

  public static Definitions parse(String yaml) {
    Map<?, ?> root = new Yaml(new SafeConstructor(new LoaderOptions())).load(yaml);
    Definitions definitions = Definitions.NONE;
    long position = 0;
    Map<?, ?> policy = (Map<?, ?>) root.get("policy");
    definitions =
        definitions.evolve(
            new DecisionPolicyPublished("default", 1, (Integer) policy.get("offersPerSession")), ++position);
    for (Map.Entry<?, ?> placement : ((Map<?, ?>) root.get("placements")).entrySet()) {
      Map<?, ?> body = (Map<?, ?>) placement.getValue();
      definitions =
          definitions.evolve(
              new PlacementDefined(placement.getKey().toString(), 1, fields((Map<?, ?>) body.get("fallback"))),
              ++position);
    }
    for (Map.Entry<?, ?> offer : ((Map<?, ?>) root.get("offers")).entrySet()) {
      definitions = definitions.evolve(offer(offer.getKey().toString(), (Map<?, ?>) offer.getValue()), ++position);
    }
    return definitions;
  }

  private static OfferPublished offer(String key, Map<?, ?> body) {
    String rule = (String) body.get("eligibility");
    String problem = rule == null ? null : new Rules().problem(rule);
    if (problem != null) {
      throw new IllegalArgumentException(key + ": " + problem);
    }
    List<String> placements = ((List<?>) body.get("placements")).stream().map(Object::toString).toList();
    return new OfferPublished(
        key, 1, placements, (Integer) body.get("priority"), rule, fields((Map<?, ?>) body.get("content")));
  }

  private static Map<String, Value> fields(Map<?, ?> map) {
    Map<String, Value> fields = new TreeMap<>();
    map.forEach((key, value) -> fields.put(key.toString(), Value.of(value.toString())));
    return fields;
  }
}
