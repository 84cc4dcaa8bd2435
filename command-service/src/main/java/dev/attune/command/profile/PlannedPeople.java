package dev.attune.command.profile;

import dev.attune.command.profile.IdentityDirectory.Lead;
import dev.attune.contracts.Identity;
import dev.attune.core.profile.Profile;
import dev.attune.eventstore.append.Outcome;
import dev.attune.eventstore.read.EventReader;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;

/**
 * Who is who for one file: what the log says, and on top of it what the file's units before will say once they are stored.
 * Used by one thread.
 *
 * <p>States are only looked at where somebody gets a new identity or turns out to be somebody else's same person. They may
 * be out of date: the claims of identities and persons decide, and {@link #learn} is told by them.
 */
final class PlannedPeople {

  private static final int IDENTITIES_IN_MEMORY = 100_000;
  private static final int PLANNED_IN_MEMORY = 10_000;

  private final EventReader reader;
  private final IdentityHash hash;
  private final Function<UUID, Profile> states;

  /** Profiles with links that are planned, the last ones: those of older ones are stored. */
  private final Map<UUID, Profile> planned = new LastMet<>(PLANNED_IN_MEMORY);

  private IdentityDirectory directory;
  private Resolver resolver;

  PlannedPeople(EventReader reader, IdentityHash hash, Function<UUID, Profile> states) {
    this.reader = reader;
    this.hash = hash;
    this.states = states;
    this.directory = IdentityDirectory.ofTheLast(IDENTITIES_IN_MEMORY, reader);
    this.resolver = new Resolver(directory, hash, this::state);
  }

  /** A person as planned. */
  record Found(Resolution resolution, Profile profile) {}

  /** Looks up in two round trips what {@link #find} will need for these. */
  void prepare(Collection<List<Identity>> all) {
    List<Map<Identity, IdentityKey>> people = all.stream().map(resolver::keys).toList();
    directory.fetch(people.stream().flatMap(keys -> keys.values().stream()).toList());
    Set<UUID> wanted = new HashSet<>();
    people.forEach(keys -> wanted.addAll(lookedAt(keys)));
    wanted.removeAll(planned.keySet());
    if (wanted.size() > 1) {
      readTogether(wanted);
    }
  }

  Found find(List<Identity> identities) {
    Map<Identity, IdentityKey> keys = resolver.keys(identities);
    boolean met = keys.values().stream().anyMatch(key -> directory.lead(key) != null);
    Resolution resolution = resolver.resolve(keys);
    boolean nothingNew = resolution.free().isEmpty() && resolution.samePersons().isEmpty();
    return new Found(
        resolution, nothingNew || !met ? Profile.empty(resolution.stream()) : state(resolution.stream()));
  }

  /** From now on as if it were stored. */
  void plan(Found found, Contribution brought) {
    UUID stream = found.resolution().stream();
    found.resolution().free().values().forEach(key -> directory.learn(key, stream));
    brought.owned().forEach(profile -> directory.learnOwner(profile, stream));
    if (!brought.links().isEmpty()) {
      planned.put(stream, brought.linked(found.profile()));
    }
  }

  /** Only what the log says. */
  void forget() {
    planned.clear();
    directory = IdentityDirectory.ofTheLast(IDENTITIES_IN_MEMORY, reader);
    resolver = new Resolver(directory, hash, this::state);
  }

  /** Somebody else holds the claim. */
  void learn(Outcome.Taken taken) {
    UUID holder = taken.holder().stream();
    switch (taken.claim().kind()) {
      case IDENTITY -> directory.learn(IdentityKey.of(taken.claim().key()), holder);
      case PERSON -> directory.learnOwner(Contribution.person(taken.claim()), holder);
      case MESSAGE, REQUEST, EVENT -> {}
    }
  }

  private Profile state(UUID stream) {
    Profile known = planned.get(stream);
    return known == null ? states.apply(stream) : known;
  }

  /** The profiles whose states matter: all that the identities lead to, unless all lead to the same one. */
  private Set<UUID> lookedAt(Map<Identity, IdentityKey> keys) {
    Set<UUID> streams = new HashSet<>();
    boolean free = false;
    for (IdentityKey key : keys.values()) {
      Lead lead = directory.lead(key);
      if (lead == null) {
        free = true;
      } else {
        streams.add(lead.stream());
      }
    }
    return free || streams.size() > 1 ? streams : Set.of();
  }

  /** Those who read at the same time share a round trip. */
  private void readTogether(Set<UUID> streams) {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<CompletableFuture<?>> all = new ArrayList<>();
      streams.forEach(stream -> all.add(CompletableFuture.supplyAsync(() -> states.apply(stream), threads)));
      CompletableFuture.allOf(all.toArray(CompletableFuture[]::new)).join();
    }
  }
}
