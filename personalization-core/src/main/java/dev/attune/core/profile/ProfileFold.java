package dev.attune.core.profile;

import dev.attune.contracts.ProfileEvent;
import dev.attune.contracts.ProfileEvent.AudienceEntered;
import dev.attune.contracts.ProfileEvent.AudienceLeft;
import dev.attune.contracts.ProfileEvent.DecisionMade;
import dev.attune.contracts.ProfileEvent.IdentityLinked;
import dev.attune.contracts.ProfileEvent.InteractionRecorded;
import dev.attune.contracts.ProfileEvent.SamePersonRecognized;
import dev.attune.contracts.ProfileEvent.TraitsTold;
import dev.attune.contracts.value.Value;
import dev.attune.core.profile.Profile.LinkedIdentity;
import dev.attune.core.profile.Profile.Trait;
import dev.attune.core.session.CurrentSession;
import dev.attune.core.session.SessionLedger;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Collections;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BinaryOperator;
import org.jspecify.annotations.Nullable;

/** {@code profile = fold(events)}. */
public final class ProfileFold {

  /** Raised whenever the fold gives another state for the same events: views of another revision are rebuilt. */
  public static final int REVISION = 1;

  private ProfileFold() {}

  /**
   * The profile after one more event of its stream.
   *
   * @param version of the event, the profile's version plus one
   * @param occurredAt of the event's envelope
   */
  public static Profile evolve(Profile profile, ProfileEvent event, long version, Instant occurredAt) {
    return switch (event) {
      case IdentityLinked linked -> identity(profile, linked, version);
      case SamePersonRecognized recognized -> samePerson(profile, recognized, version);
      case InteractionRecorded interaction -> interaction(profile, interaction, version, occurredAt);
      case TraitsTold told -> traits(profile, told, version, occurredAt);
      case DecisionMade decision -> decision(profile, decision, version);
      case AudienceEntered entered -> passed(profile, version);
      case AudienceLeft left -> passed(profile, version);
    };
  }

  /** Audiences are a function of the profile and the time; that a crossing was noted does not make it one. */
  private static Profile passed(Profile p, long version) {
    return new Profile(
        p.id(), version, p.identities(), p.traits(), p.counts(), p.spent(), p.firstSeen(), p.lastSeen(), p.products(),
        p.categories(), p.lastActivity(), p.session(), p.ledger(), p.samePersons());
  }

  private static Profile identity(Profile p, IdentityLinked e, long version) {
    String digest = HexFormat.of().formatHex(e.digest());
    return new Profile(
        p.id(), version, with(p.identities(), digest, new LinkedIdentity(e.namespace(), e.value())), p.traits(),
        p.counts(), p.spent(), p.firstSeen(), p.lastSeen(), p.products(), p.categories(), p.lastActivity(),
        p.session(), p.ledger(), p.samePersons());
  }

  private static Profile samePerson(Profile p, SamePersonRecognized e, long version) {
    Set<java.util.UUID> others = new TreeSet<>(p.samePersons());
    others.add(e.otherProfile());
    return new Profile(
        p.id(), version, p.identities(), p.traits(), p.counts(), p.spent(), p.firstSeen(), p.lastSeen(), p.products(),
        p.categories(), p.lastActivity(), p.session(), p.ledger(), Collections.unmodifiableSet(others));
  }

  private static Profile interaction(Profile p, InteractionRecorded e, long version, Instant at) {
    Map<String, BigDecimal> spent = p.spent();
    if (e.name().equals(Properties.PURCHASE)) {
      BigDecimal revenue = Properties.revenue(e.properties());
      if (revenue != null) {
        spent = merged(spent, Properties.currency(e.properties()), revenue, BigDecimal::add);
      }
    }
    String product = Properties.product(e.properties());
    String category = Properties.category(e.properties());
    Instant received = e.times().received();
    return new Profile(
        p.id(), version, p.identities(), p.traits(), merged(p.counts(), e.name(), 1L, Long::sum), spent,
        earlier(p.firstSeen(), at), later(p.lastSeen(), at),
        product == null ? p.products() : Recent.with(p.products(), new Recent(product, at)),
        category == null ? p.categories() : Recent.with(p.categories(), new Recent(category, at)),
        later(p.lastActivity(), received), CurrentSession.after(p.session(), e.session(), received), p.ledger(),
        p.samePersons());
  }

  private static Profile traits(Profile p, TraitsTold e, long version, Instant at) {
    Map<String, Trait> traits = new TreeMap<>(p.traits());
    for (Map.Entry<String, Value> told : e.traits().entrySet()) {
      Trait known = traits.get(told.getKey());
      if (known == null || !known.at().isAfter(at)) {
        traits.put(told.getKey(), new Trait(told.getValue(), at));
      }
    }
    Instant received = e.times().received();
    return new Profile(
        p.id(), version, p.identities(), Collections.unmodifiableMap(traits), p.counts(), p.spent(),
        earlier(p.firstSeen(), at), later(p.lastSeen(), at), p.products(), p.categories(),
        later(p.lastActivity(), received), CurrentSession.after(p.session(), e.session(), received), p.ledger(),
        p.samePersons());
  }

  private static Profile decision(Profile p, DecisionMade e, long version) {
    SessionLedger ledger = p.ledgerOf(e.session().id()).with(e);
    return new Profile(
        p.id(), version, p.identities(), p.traits(), p.counts(), p.spent(), p.firstSeen(), p.lastSeen(), p.products(),
        p.categories(), later(p.lastActivity(), e.decidedAt()), CurrentSession.of(e.session(), e.decidedAt()),
        ledger == SessionLedger.EMPTY ? p.ledger() : with(p.ledger(), e.session().id(), ledger), p.samePersons());
  }

  private static <V> Map<String, V> with(Map<String, V> map, String key, V value) {
    return merged(map, key, value, (old, latest) -> latest);
  }

  private static <V> Map<String, V> merged(Map<String, V> map, String key, V value, BinaryOperator<V> merge) {
    Map<String, V> next = new TreeMap<>(map);
    next.merge(key, value, merge);
    return Collections.unmodifiableMap(next);
  }

  private static Instant earlier(@Nullable Instant a, Instant b) {
    return a == null || b.isBefore(a) ? b : a;
  }

  private static Instant later(@Nullable Instant a, Instant b) {
    return a == null || b.isAfter(a) ? b : a;
  }
}
