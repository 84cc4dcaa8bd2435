package dev.attune.command.definition;

import dev.attune.command.definition.DefinitionFile.Offer;
import dev.attune.command.definition.DefinitionFile.Placement;
import dev.attune.command.definition.InvalidDefinitionsException.Flaw;
import dev.attune.core.rule.Rules;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiFunction;
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

  private final OfferReader offers;
  private final Rules ofPeople;

  /**
   * @param ofDecisions what offers' rules are checked with
   * @param ofPeople what audiences' rules are checked with
   */
  DefinitionParser(Rules ofDecisions, Rules ofPeople) {
    offers = new OfferReader(ofDecisions);
    this.ofPeople = ofPeople;
  }

  /**
   * Reads a file.
   *
   * @param known keys of metrics that the file need not define for an audience to name them
   * @throws InvalidDefinitionsException with every flaw found
   */
  DefinitionFile parse(String text, Set<String> known) {
    List<Flaw> flaws = new ArrayList<>();
    Node root =
        new Node("", load(text), flaws)
            .only("policy", "placements", "offers", "shop", "metrics", "funnels", "audiences");
    Map<String, Placement> placements = all(root.child("placements"), (key, node) -> OfferReader.placement(node));
    Map<String, Offer> all = all(root.child("offers"), (key, node) -> offers.offer(node));
    if (all.size() + placements.size() > MOST_DEFINITIONS) {
      root.flaw("has %d offers and placements; at most %d".formatted(all.size() + placements.size(), MOST_DEFINITIONS));
    }
    Map<String, DefinitionFile.Metric> metrics = all(root.child("metrics"), InsightReader::metric);
    Set<String> nameable = new HashSet<>(known);
    nameable.addAll(metrics.keySet());
    InsightReader insights = new InsightReader(ofPeople, nameable);
    DefinitionFile file =
        new DefinitionFile(
            OfferReader.cap(root.child("policy")), placements, all, InsightReader.shop(root.child("shop")), metrics,
            all(root.child("funnels"), InsightReader::funnel), all(root.child("audiences"), insights::audience));
    if (!flaws.isEmpty()) {
      throw new InvalidDefinitionsException(flaws);
    }
    return file;
  }

  private static <T> Map<String, T> all(Node parent, BiFunction<String, Node, T> read) {
    Map<String, T> all = new TreeMap<>();
    parent.each((key, node) -> {
      if (KEY.matcher(key).matches()) {
        all.put(key, read.apply(key, node));
      } else {
        node.flaw("a key has 1 to 63 letters, digits, dots, underscores and hyphens, a letter or digit first");
      }
    });
    return all;
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
}
