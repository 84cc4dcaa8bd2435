package dev.attune.query.profile;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.attune.core.behaviour.Behaviour;
import dev.attune.core.behaviour.Consent.Choice;
import dev.attune.core.behaviour.Devices.Device;
import dev.attune.core.behaviour.Places.Place;
import dev.attune.core.behaviour.Traits.Told;
import dev.attune.core.profile.Profile;
import dev.attune.core.profile.Recent;
import dev.attune.query.answer.JsonValues;
import dev.attune.query.answer.ProfileAnswer;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Somebody as served. What came late counts as if it had come in time, but for {@code session} and {@code
 * offersBySession}, which are what decisions see.
 *
 * @param id of the profile
 * @param version of the last event in it
 * @param evaluatedAt the moment that current session and favourites are as of
 * @param identities the person's names
 * @param traits what was told last, by event time; withdrawn ones are missing
 * @param traitTimes when that was, {@code occurredAt}
 * @param traitHistory the last ten values of each trait, the latest last; only if asked for by {@code fields}
 * @param consent what the person agreed to and what not, by purpose
 * @param counts number of interactions by name
 * @param interactions number of all of them
 * @param spent exact sums of purchases by ISO 4217 currency
 * @param purchases how recently, how often and for how much the person bought
 * @param firstSeen earliest {@code occurredAt}
 * @param lastSeen latest {@code occurredAt}
 * @param products the last ones, the latest first
 * @param categories the last ones, the latest first
 * @param favourites categories and brands by score
 * @param devices the last ten, the latest first
 * @param places the last ten, the latest first
 * @param sessions by event time
 * @param sessionHistory the last hundred sessions, the latest first; only if asked for by {@code fields}
 * @param session the session in server time, as caps count it
 * @param offersBySession what was proposed in each session
 * @param samePersons profiles recognized as the same person
 */
public record PersonAnswer(
    UUID id,
    long version,
    Instant evaluatedAt,
    List<ProfileAnswer.NamedIdentity> identities,
    Map<String, @Nullable Object> traits,
    Map<String, Instant> traitTimes,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Map<String, List<TraitValue>> traitHistory,
    Map<String, Choice> consent,
    Map<String, Long> counts,
    long interactions,
    Map<String, BigDecimal> spent,
    PurchasesAnswer purchases,
    @Nullable Instant firstSeen,
    @Nullable Instant lastSeen,
    List<Recent> products,
    List<Recent> categories,
    FavouritesAnswer favourites,
    List<Device> devices,
    List<Place> places,
    SessionsAnswer sessions,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable List<SessionsAnswer.One> sessionHistory,
    ProfileAnswer.@Nullable Session session,
    Map<String, List<ProfileAnswer.Shown>> offersBySession,
    List<UUID> samePersons) {

  /**
   * A value of a trait.
   *
   * @param value as told; null: the trait was withdrawn
   * @param since when it was told first
   * @param until when it was told last
   * @param source that told it first
   */
  public record TraitValue(@Nullable Object value, Instant since, Instant until, UUID source) {
    private static TraitValue of(Told told) {
      return new TraitValue(JsonValues.of(told.value()), told.since(), told.until(), told.source());
    }
  }

  /**
   * @param now the moment to evaluate at
   * @param fields what is asked for
   */
  static PersonAnswer of(Person person, Instant now, Fields fields) {
    Profile profile = person.profile();
    Behaviour behaviour = person.behaviour();
    ProfileAnswer decided = ProfileAnswer.of(profile);
    Map<String, Told> current = behaviour.traits().current();
    return new PersonAnswer(
        profile.id(), profile.version(), now, decided.identities(),
        mapped(current, told -> JsonValues.of(told.value())), mapped(current, Told::until),
        fields.names("traitHistory")
            ? mapped(behaviour.traits().values(), values -> values.stream().map(TraitValue::of).toList())
            : null,
        behaviour.consent().choices(),
        profile.counts(), behaviour.interactions(), profile.spent(), PurchasesAnswer.of(behaviour.purchases()),
        profile.firstSeen(), profile.lastSeen(), profile.products(), profile.categories(),
        FavouritesAnswer.of(behaviour, now),
        behaviour.devices().latest().reversed(), behaviour.places().latest().reversed(),
        SessionsAnswer.of(behaviour.sessions(), now),
        fields.names("sessionHistory") ? SessionsAnswer.all(behaviour.sessions()) : null,
        decided.session(), decided.offersBySession(), decided.samePersons());
  }

  private static <A, B extends @Nullable Object> Map<String, B> mapped(
      Map<String, A> map, Function<A, B> to) {
    Map<String, B> result = new LinkedHashMap<>();
    map.forEach((key, value) -> result.put(key, to.apply(value)));
    return result;
  }
}
