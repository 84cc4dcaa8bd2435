package dev.attune.query.answer;

import dev.attune.contracts.value.Value;
import dev.attune.core.profile.Profile;
import dev.attune.core.profile.Recent;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A profile as it is served.
 *
 * @param id of the profile
 * @param version of the last event in it
 * @param identities the person's names
 * @param traits what was told last, by event time; withdrawn ones are missing
 * @param traitTimes when that was, {@code occurredAt}
 * @param counts number of interactions by name
 * @param spent exact sums of purchases by ISO 4217 currency
 * @param firstSeen earliest {@code occurredAt}
 * @param lastSeen latest {@code occurredAt}
 * @param products the last ones, the latest first
 * @param categories the last ones, the latest first
 * @param session the session in server time
 * @param offersBySession what was proposed in each session
 * @param samePersons profiles recognized as the same person
 */
public record ProfileAnswer(
    UUID id,
    long version,
    List<NamedIdentity> identities,
    Map<String, @Nullable Object> traits,
    Map<String, Instant> traitTimes,
    Map<String, Long> counts,
    Map<String, BigDecimal> spent,
    @Nullable Instant firstSeen,
    @Nullable Instant lastSeen,
    List<Recent> products,
    List<Recent> categories,
    @Nullable Session session,
    Map<String, List<Shown>> offersBySession,
    List<UUID> samePersons) {

  public static ProfileAnswer of(Profile profile) {
    Map<String, @Nullable Object> traits = new LinkedHashMap<>();
    Map<String, Instant> times = new LinkedHashMap<>();
    profile.traits().forEach((name, trait) -> {
      if (!(trait.value() instanceof Value.Nothing)) {
        traits.put(name, JsonValues.of(trait.value()));
        times.put(name, trait.at());
      }
    });
    Map<String, List<Shown>> offers = new LinkedHashMap<>();
    profile.ledger().forEach(
        (session, ledger) ->
            offers.put(
                session,
                ledger.shown().stream().map(one -> new Shown(one.placement(), one.offer())).toList()));
    var session = profile.session();
    return new ProfileAnswer(
        profile.id(),
        profile.version(),
        profile.identities().values().stream()
            .map(identity -> new NamedIdentity(identity.namespace(), identity.value()))
            .toList(),
        traits,
        times,
        profile.counts(),
        profile.spent(),
        profile.firstSeen(),
        profile.lastSeen(),
        profile.products(),
        profile.categories(),
        session == null ? null : new Session(session.id(), session.derived(), session.lastActivity()),
        offers,
        List.copyOf(profile.samePersons()));
  }

  /** One name of the person. */
  public record NamedIdentity(String namespace, String value) {}

  /**
   * The session that the person is in, unless it is over.
   *
   * @param derived true if it was derived from inactivity
   * @param lastActivity server time
   */
  public record Session(String id, boolean derived, Instant lastActivity) {}

  /** An offer that was proposed in a placement. */
  public record Shown(String placement, String offer) {}
}
