package dev.attune.infra.standin;

import dev.attune.contracts.DefinitionEvent.OfferPublished;
import dev.attune.contracts.ProfileEvent.DecisionMade;
import dev.attune.contracts.ProfileEvent.InteractionRecorded;
import dev.attune.contracts.ProfileEvent.Proposition;
import dev.attune.contracts.value.Value;
import dev.attune.core.decision.Candidate;
import dev.attune.core.decision.Decided;
import dev.attune.core.profile.Profile;
import dev.attune.core.profile.Properties;
import dev.attune.infra.standin.StandInPeople.Entry;
import dev.attune.infra.standin.StandInPeople.Stream;
import dev.attune.infra.standin.StandInPeople.Taken;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Answers in the shape of the services'. */
final class Answers {

  private Answers() {}

  static Map<String, Object> decision(Taken taken) {
    DecisionMade made = taken.decided().event();
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("decisionId", made.decisionId());
    answer.put("profile", taken.profile());
    answer.put("position", Long.toString(taken.position()));
    answer.put("decidedAt", made.decidedAt());
    answer.put("placement", made.placement());
    answer.put("proposition", proposition(taken, made.proposition()));
    answer.put("heldBack", made.heldBack());
    return answer;
  }

  private static @Nullable Map<String, Object> proposition(Taken taken, @Nullable Proposition made) {
    if (made == null) {
      return null;
    }
    OfferPublished offer = taken.definitions().offers().get(made.offer());
    Map<String, Value> content =
        made.fallback() || offer == null
            ? taken.definitions().placements().get(made.offer()).fallback()
            : offer.content();
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("propositionId", made.propositionId());
    answer.put("offer", made.offer());
    answer.put("version", made.version());
    answer.put("fallback", made.fallback());
    answer.put("consumed", made.consumed());
    answer.put("content", plain(content == null ? Map.of() : content));
    return answer;
  }

  static Map<String, Object> explanation(Taken taken, Decided again, boolean forgetful) {
    DecisionMade made = taken.decided().event();
    Map<String, Object> answer = decision(taken);
    List<Map<String, Object>> candidates = new ArrayList<>();
    for (Candidate candidate : again.candidates()) {
      Map<String, Object> one = new LinkedHashMap<>();
      one.put("offer", candidate.offer().key());
      one.put("version", candidate.offer().version());
      one.put("priority", candidate.offer().priority());
      one.put("rule", candidate.offer().eligibility());
      one.put("gate", candidate.stopped() == null ? null : candidate.stopped().word());
      one.put("reason", candidate.reason());
      candidates.add(one);
    }
    answer.put("candidates", candidates);
    answer.put("cap", Map.of("limit", again.limit(), "consumedBefore", again.consumedBefore()));
    String stored = HexFormat.of().formatHex(made.digest());
    String recomputed = forgetful ? "00" : HexFormat.of().formatHex(again.event().digest());
    answer.put(
        "digest", Map.of("stored", stored, "recomputed", recomputed, "identical", stored.equals(recomputed)));
    return answer;
  }

  static Map<String, Object> profile(Profile profile) {
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("id", profile.id());
    answer.put("version", profile.version());
    answer.put("identities", profile.identities().values());
    Map<String, Value> traits = new TreeMap<>();
    profile.traits().forEach((name, trait) -> traits.put(name, trait.value()));
    answer.put("traits", plain(traits));
    answer.put("counts", profile.counts());
    answer.put("spent", profile.spent());
    answer.put("firstSeen", profile.firstSeen());
    answer.put("lastSeen", profile.lastSeen());
    answer.put("products", profile.products());
    answer.put("categories", profile.categories());
    return answer;
  }

  static Map<String, Object> timeline(Stream stream) {
    List<Map<String, Object>> entries = new ArrayList<>();
    for (Entry entry : stream.entries().reversed()) {
      Map<String, Object> one = new LinkedHashMap<>();
      one.put("position", Long.toString(entry.position()));
      one.put("occurredAt", entry.occurredAt());
      switch (entry.event()) {
        case InteractionRecorded interaction -> {
          one.put("event", "interaction.recorded");
          one.put("name", interaction.name());
          one.put("session", interaction.session());
          one.put("properties", plain(interaction.properties()));
        }
        case DecisionMade made -> {
          one.put("event", "decision.made");
          one.put("session", made.session().id());
          one.put("properties", Map.of("decisionId", made.decisionId(), "placement", made.placement()));
        }
        case Object other -> one.put("event", "other");
      }
      entries.add(one);
    }
    return Map.of("entries", entries);
  }

  static Map<String, Object> totals(Collection<Stream> streams) {
    Map<String, Long> counts = new TreeMap<>();
    Map<String, Map<String, BigDecimal>> revenue = new TreeMap<>();
    for (Stream stream : streams) {
      stream.profile().counts().forEach((name, count) -> counts.merge(name, count, Long::sum));
      stream.profile().spent().forEach((currency, sum) ->
          revenue.computeIfAbsent(Properties.PURCHASE, name -> new TreeMap<>()).merge(currency, sum, BigDecimal::add));
    }
    List<Map<String, Object>> byName = new ArrayList<>();
    counts.forEach((name, count) ->
        byName.add(Map.of("name", name, "count", count, "revenue", revenue.getOrDefault(name, Map.of()))));
    return Map.of(
        "profiles", streams.size(),
        "interactions", counts.values().stream().mapToLong(Long::longValue).sum(),
        "byName", byName);
  }

  static List<Map<String, Object>> projections(long position) {
    return List.of(
        Map.of(
            "name", "profile", "generation", 1, "position", position, "head", position, "lag", 0, "state", "LIVE"));
  }

  private static Map<String, Object> plain(Map<String, Value> values) {
    Map<String, Object> plain = new LinkedHashMap<>();
    values.forEach((name, value) -> plain.put(name, plain(value)));
    return plain;
  }

  private static Object plain(Value value) {
    return switch (value) {
      case Value.Nothing nothing -> "";
      case Value.Flag flag -> flag.value();
      case Value.Whole whole -> whole.value();
      case Value.Decimal decimal -> decimal.value();
      case Value.Text text -> text.value();
      case Value.Items items -> items.values().stream().map(Answers::plain).toList();
      case Value.Fields fields -> plain(fields.values());
    };
  }
}
