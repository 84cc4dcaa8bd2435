package dev.attune.command.profile;

import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.impl.RandomBasedGenerator;
import dev.attune.command.profile.IdentityDirectory.Lead;
import dev.attune.contracts.Identity;
import dev.attune.core.profile.Profile;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;

/**
 * Finds the stream of the person whom identities name.
 *
 * <p>The user id leads if there is one, for a profile holds at most one. A user id seen for the first time joins the
 * profile of the identity that came with it, unless that profile belongs to another user: then it is somebody else on a
 * shared device, and gets a profile of their own. Identities that lead to another profile which belongs to no user yet
 * tell that both are the same person: from then on it belongs to this user, and to nobody else. A claim in the store
 * makes that true for all nodes.
 */
final class Resolver {

  private static final RandomBasedGenerator RANDOM = Generators.randomBasedGenerator();

  private final IdentityDirectory directory;
  private final IdentityHash hash;
  private final Function<UUID, Profile> states;

  /** @param states what is known of a stream; may be out of date, for the claims decide */
  Resolver(IdentityDirectory directory, IdentityHash hash, Function<UUID, Profile> states) {
    this.directory = directory;
    this.hash = hash;
    this.states = states;
  }

  void prefetch(List<Identity> identities) {
    directory.fetch(identities.stream().map(hash::of).toList());
  }

  /**
   * @param identities at least one
   * @param again true if an earlier answer turned out to be out of date
   */
  Resolution resolve(List<Identity> identities, boolean again) {
    Map<Identity, IdentityKey> keys = keys(identities);
    if (again) {
      directory.refetch(keys.values());
    } else {
      directory.fetch(keys.values());
    }
    return resolve(keys);
  }

  /** The keys of identities, in the order in which they lead. */
  Map<Identity, IdentityKey> keys(List<Identity> identities) {
    Map<Identity, IdentityKey> keys = new LinkedHashMap<>();
    identities.stream().sorted(Resolver::userFirst).forEach(identity -> keys.put(identity, hash.of(identity)));
    return keys;
  }

  /**
   * As the directory knows it now.
   *
   * @param keys in the order in which they lead, at least one
   */
  Resolution resolve(Map<Identity, IdentityKey> keys) {
    while (true) {
      Set<IdentityKey> before = known(keys.values());
      Resolution resolution = around(leading(keys), keys);
      // Other threads learn who holds what meanwhile. What was resolved half with, half without that could lead to a
      // stream that is none of the person's, with nothing left to claim that the store would refuse.
      if (before.containsAll(known(keys.values()))) {
        return resolution;
      }
    }
  }

  private Set<IdentityKey> known(Collection<IdentityKey> keys) {
    Set<IdentityKey> known = new HashSet<>();
    for (IdentityKey key : keys) {
      Lead lead = directory.lead(key);
      if (lead != null && lead.known()) {
        known.add(key);
      }
    }
    return known;
  }

  private UUID leading(Map<Identity, IdentityKey> keys) {
    IdentityKey first = keys.values().iterator().next();
    boolean user = keys.keySet().iterator().next().namespace().equals(Identity.USER);
    Lead own = directory.lead(first);
    if (own != null && (own.known() || !user || isOpenTo(first, own.stream()))) {
      return own.stream();
    }
    for (IdentityKey key : keys.values()) {
      Lead lead = directory.lead(key);
      if (lead != null && (!user || isOpenTo(first, lead.stream()))) {
        return settle(first, lead.stream());
      }
    }
    return settle(first, RANDOM.generate());
  }

  /** True if the profile belongs to no user yet, or has this user id. */
  private boolean isOpenTo(IdentityKey user, UUID stream) {
    return isNobodys(stream) || states.apply(stream).identities().containsKey(user.hex());
  }

  private boolean isNobodys(UUID stream) {
    return directory.owner(stream) == null && !states.apply(stream).holdsAny(Identity.USER);
  }

  private UUID settle(IdentityKey key, UUID stream) {
    Lead lead = directory.propose(key, stream);
    if (!lead.stream().equals(stream) && !lead.known() && !isOpenTo(key, lead.stream())) {
      directory.proposeInstead(key, stream);
      return stream;
    }
    return lead.stream();
  }

  private Resolution around(UUID stream, Map<Identity, IdentityKey> keys) {
    Map<Identity, IdentityKey> free = new LinkedHashMap<>();
    Map<Identity, UUID> samePersons = new LinkedHashMap<>();
    keys.forEach((identity, key) -> {
      Lead lead = directory.propose(key, stream);
      if (!lead.known()) {
        if (!lead.stream().equals(stream)) {
          directory.proposeInstead(key, stream);
        }
        free.put(identity, key);
      } else if (!lead.stream().equals(stream) && isNobodys(lead.stream())) {
        samePersons.put(identity, lead.stream());
      }
    });
    return new Resolution(stream, free, samePersons);
  }

  private static int userFirst(Identity a, Identity b) {
    return Integer.compare(rank(a), rank(b));
  }

  private static int rank(Identity identity) {
    return switch (identity.namespace()) {
      case Identity.USER -> 0;
      case Identity.ANONYMOUS -> 2;
      default -> 1;
    };
  }
}
