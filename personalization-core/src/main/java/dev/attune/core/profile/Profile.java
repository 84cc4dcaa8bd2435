package dev.attune.core.profile;

import dev.attune.contracts.value.Value;
import dev.attune.core.session.CurrentSession;
import dev.attune.core.session.SessionLedger;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What is known of one person. Immutable; maps are sorted by key, so that everything computed from them is the same
 * everywhere.
 *
 * @param id the stream
 * @param version of the last event folded; 0 for nobody yet
 * @param identities by digest (hexadecimal)
 * @param traits last told by event time
 * @param counts number of interactions by name
 * @param spent sum of what purchases brought, by ISO 4217 currency ({@code XXX} where the client named none)
 * @param firstSeen earliest {@code occurredAt}; null before the first interaction
 * @param lastSeen latest {@code occurredAt}; null before the first interaction
 * @param products the last {@value Recent#KEPT} products, the latest first
 * @param categories the last {@value Recent#KEPT} categories, the latest first
 * @param lastActivity latest server time in the stream; null in an empty stream
 * @param session the session in server time; null before the first activity
 * @param ledger what was proposed in each session, by session id
 * @param samePersons other profiles recognized as the same person, to be merged
 */
public record Profile(
    UUID id,
    long version,
    Map<String, LinkedIdentity> identities,
    Map<String, Trait> traits,
    Map<String, Long> counts,
    Map<String, BigDecimal> spent,
    @Nullable Instant firstSeen,
    @Nullable Instant lastSeen,
    List<Recent> products,
    List<Recent> categories,
    @Nullable Instant lastActivity,
    @Nullable CurrentSession session,
    Map<String, SessionLedger> ledger,
    Set<UUID> samePersons) {

  /** Nobody yet. */
  public static Profile empty(UUID id) {
    return new Profile(
        id, 0, Map.of(), Map.of(), Map.of(), Map.of(), null, null, List.of(), List.of(), null, null, Map.of(), Set.of());
  }

  /** What was proposed in a session so far. */
  public SessionLedger ledgerOf(String session) {
    return ledger.getOrDefault(session, SessionLedger.EMPTY);
  }

  /** True if the profile holds an identity of the namespace. */
  public boolean holdsAny(String namespace) {
    return identities.values().stream().anyMatch(identity -> identity.namespace().equals(namespace));
  }

  /**
   * One name of the person.
   *
   * @param namespace of the identity
   * @param value of the identity
   */
  public record LinkedIdentity(String namespace, String value) {}

  /**
   * A trait with its time.
   *
   * @param value as told
   * @param at {@code occurredAt} of the telling
   */
  public record Trait(Value value, Instant at) {}
}
