package dev.attune.core.definition;

import dev.attune.contracts.DefinitionEvent;
import dev.attune.contracts.DefinitionEvent.DecisionPolicyPublished;
import dev.attune.contracts.DefinitionEvent.OfferArchived;
import dev.attune.contracts.DefinitionEvent.OfferPublished;
import dev.attune.contracts.DefinitionEvent.PlacementDefined;
import java.util.Collections;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * Everything defined. Immutable; maps are sorted by key.
 *
 * @param position of the last definition event; 0 if there is none
 * @param offers in force, by key
 * @param placements by key
 * @param policy the rules of all decisions
 * @param versions the last version of every key, archived ones included, by kind and key
 */
public record Definitions(
    long position,
    Map<String, OfferPublished> offers,
    Map<String, PlacementDefined> placements,
    DecisionPolicyPublished policy,
    Map<String, Integer> versions) {

  /** The policy until another one is published: at most 3 offers per session. */
  public static final DecisionPolicyPublished DEFAULT_POLICY = new DecisionPolicyPublished("default", 0, 3);

  /** Nothing defined. */
  public static final Definitions NONE = new Definitions(0, Map.of(), Map.of(), DEFAULT_POLICY, Map.of());

  /** What can be defined. Each definition has a stream of its own. */
  public enum Kind {
    OFFER,
    PLACEMENT,
    POLICY;

    /** The kind of the definition that an event is about. */
    public static Kind of(DefinitionEvent event) {
      return switch (event) {
        case OfferPublished offer -> OFFER;
        case OfferArchived offer -> OFFER;
        case PlacementDefined placement -> PLACEMENT;
        case DecisionPolicyPublished policy -> POLICY;
      };
    }

    /** The word for people and paths: {@code offer}. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }

    /** {@code offer/summer-10}: what the stream's id is derived from. */
    public String of(String key) {
      return word() + "/" + key;
    }
  }

  /** The definitions after one more event. */
  public Definitions evolve(DefinitionEvent event, long at) {
    return switch (event) {
      case OfferPublished offer ->
          new Definitions(at, with(offers, offer.key(), offer), placements, policy, versioned(Kind.OFFER, event));
      case OfferArchived archived -> {
        Map<String, OfferPublished> rest = new TreeMap<>(offers);
        rest.remove(archived.key());
        yield new Definitions(
            at, Collections.unmodifiableMap(rest), placements, policy, versioned(Kind.OFFER, event));
      }
      case PlacementDefined placement ->
          new Definitions(
              at, offers, with(placements, placement.key(), placement), policy, versioned(Kind.PLACEMENT, event));
      case DecisionPolicyPublished published ->
          new Definitions(at, offers, placements, published, versioned(Kind.POLICY, event));
    };
  }

  /** The last version of a key; 0 if it was never defined. */
  public int version(Kind kind, String key) {
    return versions.getOrDefault(kind.of(key), 0);
  }

  private Map<String, Integer> versioned(Kind kind, DefinitionEvent event) {
    return with(versions, kind.of(event.key()), event.version());
  }

  private static <V> Map<String, V> with(Map<String, V> map, String key, V value) {
    Map<String, V> next = new TreeMap<>(map);
    next.put(key, value);
    return Collections.unmodifiableMap(next);
  }
}
