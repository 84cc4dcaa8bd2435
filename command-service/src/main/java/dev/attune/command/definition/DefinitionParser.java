package dev.attune.command.definition;

import dev.attune.command.definition.DefinitionFile.Offer;
import dev.attune.command.definition.DefinitionFile.Placement;
import dev.attune.command.definition.InvalidDefinitionsException.Flaw;
import dev.attune.contracts.value.Value;
import dev.attune.core.rule.Rules;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.YAMLException;

/** Reads definitions from YAML (or JSON, its subset) and tells everything that is wrong with them at once. */
final class DefinitionParser {

  /** Largest file, in characters. */
  static final int MAX_CHARACTERS = 3_000_000;

  /** Most offers and placements of a file. */
  static final int MOST_DEFINITIONS = 2_000;

  private static final Pattern KEY = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,62}");

  private final Rules rules;

  DefinitionParser(Rules rules) {
    this.rules = rules;
  }

  /** @throws InvalidDefinitionsException with every flaw found */
  DefinitionFile parse(String text) {
    List<Flaw> flaws = new ArrayList<>();
    Node root = new Node("", load(text), flaws).only("policy", "placements", "offers");
    Integer cap = cap(root.child("policy").only("offersPerSession"));
    Map<String, Placement> placements = new TreeMap<>();
    root.child("placements").each((key, node) -> {
      if (isKey(key, node, flaws)) {
        placements.put(key, new Placement(node.only("fallback").child("fallback").contentOrNull()));
      }
    });
    Map<String, Offer> offers = new TreeMap<>();
    root.child("offers").each((key, node) -> {
      if (isKey(key, node, flaws)) {
        offers.put(key, offer(node.only("placements", "priority", "eligibility", "content"), flaws));
      }
    });
    if (offers.size() + placements.size() > MOST_DEFINITIONS) {
      root.flaw("has %d offers and placements; at most %d".formatted(offers.size() + placements.size(), MOST_DEFINITIONS));
    }
    if (!flaws.isEmpty()) {
      throw new InvalidDefinitionsException(flaws);
    }
    return new DefinitionFile(cap, placements, offers);
  }

  private static @Nullable Object load(String text) {
    LoaderOptions options = new LoaderOptions();
    options.setCodePointLimit(MAX_CHARACTERS);
    options.setMaxAliasesForCollections(20);
    options.setNestingDepthLimit(30);
    options.setAllowDuplicateKeys(false);
    try {
      return new Yaml(new SafeConstructor(options)).load(text);
    } catch (YAMLException e) {
      throw new InvalidDefinitionsException(List.of(new Flaw("", "no YAML: " + e.getMessage())));
    }
  }

  private static @Nullable Integer cap(Node policy) {
    Node node = policy.child("offersPerSession");
    Integer cap = node.wholeOrNull();
    if (cap != null && (cap < 0 || cap > 1_000)) {
      node.flaw("must be 0 to 1000");
    }
    return cap;
  }

  private Offer offer(Node node, List<Flaw> flaws) {
    List<String> placements = node.child("placements").texts();
    if (placements.isEmpty()) {
      node.child("placements").flaw("name at least one placement");
    }
    Integer priority = node.child("priority").wholeOrNull();
    String rule = node.child("eligibility").textOrNull();
    String problem = rule == null ? null : rules.problem(rule);
    if (problem != null) {
      node.child("eligibility").flaw("not a rule: " + problem);
    }
    Map<String, Value> content = node.child("content").contentOrNull();
    if (content == null) {
      node.child("content").flaw("say what the client shows");
    }
    return new Offer(
        List.copyOf(new TreeSet<>(placements)), priority == null ? 0 : priority, rule,
        content == null ? Map.of() : content);
  }

  private static boolean isKey(String key, Node node, List<Flaw> flaws) {
    if (KEY.matcher(key).matches()) {
      return true;
    }
    node.flaw("a key has 1 to 63 letters, digits, dots, underscores and hyphens, a letter or digit first");
    return false;
  }
}
