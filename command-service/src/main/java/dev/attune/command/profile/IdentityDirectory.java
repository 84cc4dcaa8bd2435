package dev.attune.command.profile;

import com.github.benmanes.caffeine.cache.Caffeine;
import dev.attune.command.platform.Lookups;
import dev.attune.eventstore.append.Claim;
import dev.attune.eventstore.append.ClaimHolder;
import dev.attune.eventstore.read.EventReader;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Which stream an identity leads to, as far as this node knows. Only a hint: the claims in the store decide, and the
 * version of the stream proves that a hint is not out of date.
 */
final class IdentityDirectory {

  private final EventReader reader;
  private final Map<IdentityKey, Lead> leads;
  private final Map<UUID, UUID> owners;
  private final Lookups lookups = new Lookups();

  private IdentityDirectory(EventReader reader, Map<IdentityKey, Lead> leads, Map<UUID, UUID> owners) {
    this.reader = reader;
    this.leads = leads;
    this.owners = owners;
  }

  /** Keeps what is asked for often. */
  IdentityDirectory(EventReader reader, int capacity) {
    this(reader, frequent(capacity), frequent(capacity));
  }

  /** Keeps what was met last, whatever else: what it was told is there until it was told as much again. */
  static IdentityDirectory ofTheLast(int capacity, EventReader reader) {
    return new IdentityDirectory(reader, new LastMet<>(capacity), new LastMet<>(capacity));
  }

  private static <K, V> Map<K, V> frequent(int capacity) {
    return Caffeine.newBuilder().maximumSize(capacity).<K, V>build().asMap();
  }

  /**
   * Where an identity leads.
   *
   * @param stream of the profile
   * @param known true if the store said so; false if this node is about to claim it for that stream
   */
  record Lead(UUID stream, boolean known) {}

  /** Reads in one round trip what is not known yet. */
  void fetch(Collection<IdentityKey> keys) {
    List<IdentityKey> missing = keys.stream().filter(key -> leads.get(key) == null).distinct().toList();
    lookups.hit((long) keys.size() - missing.size());
    if (!missing.isEmpty()) {
      lookups.miss(missing.size());
      read(missing);
    }
  }

  /** How often an identity was known here. */
  Lookups lookups() {
    return lookups;
  }

  /** How many identities are known here. */
  int size() {
    return leads.size();
  }

  /** Asks the store again, whatever is known. */
  void refetch(Collection<IdentityKey> keys) {
    read(List.copyOf(keys));
  }

  /** Null if nobody holds the identity and this node is not about to claim it. */
  @Nullable Lead lead(IdentityKey key) {
    return leads.get(key);
  }

  /** Leads the identity to the stream, unless it leads somewhere already; answers where it leads. */
  Lead propose(IdentityKey key, UUID stream) {
    Lead proposed = new Lead(stream, false);
    Lead before = leads.putIfAbsent(key, proposed);
    return before == null ? proposed : before;
  }

  /** Leads the identity to the stream if nobody is known to hold it, even if this node meant it for another stream. */
  void proposeInstead(IdentityKey key, UUID stream) {
    leads.compute(key, (k, lead) -> lead != null && lead.known() ? lead : new Lead(stream, false));
  }

  /** The store holds it so. */
  void learn(IdentityKey key, UUID stream) {
    leads.put(key, new Lead(stream, true));
  }

  /** The user's profile that a profile belongs to, perhaps itself; null if that is not known here. */
  @Nullable UUID owner(UUID profile) {
    return owners.get(profile);
  }

  /** The store says that a profile belongs to a user's profile; that never changes. */
  void learnOwner(UUID profile, UUID owner) {
    owners.put(profile, owner);
  }

  private void read(List<IdentityKey> keys) {
    Map<String, IdentityKey> byHex = new LinkedHashMap<>();
    keys.forEach(key -> byHex.put(key.hex(), key));
    Map<String, ClaimHolder> holders =
        reader.holders(Claim.Kind.IDENTITY, keys.stream().map(IdentityKey::bytes).toList());
    holders.forEach((hex, holder) -> {
      IdentityKey key = byHex.get(hex);
      if (key != null) {
        learn(key, holder.stream());
      }
    });
  }
}
