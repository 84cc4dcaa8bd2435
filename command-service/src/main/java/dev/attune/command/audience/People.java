package dev.attune.command.audience;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.attune.contracts.wire.EventCodec;
import dev.attune.core.audience.PersonEvent;
import dev.attune.core.audience.PersonFold;
import dev.attune.core.audience.Standing;
import dev.attune.core.behaviour.Happening;
import dev.attune.eventstore.read.EventReader;
import dev.attune.eventstore.read.StreamFrom;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.BiPredicate;
import java.util.function.Predicate;

/** The people of whom something was heard lately, within a bound of memory; others are read from their streams. */
final class People {

  private static final int KILOBYTES = 24_000;
  private static final int AT_ONCE = 200;

  private final EventReader reader;
  private final EventCodec codec;
  private final CrossingStore store;
  private final Cache<UUID, Watched> known =
      Caffeine.newBuilder()
          .maximumWeight(KILOBYTES)
          .weigher((UUID person, Watched watched) -> watched.weight())
          .executor(Runnable::run)
          .build();

  People(EventReader reader, EventCodec codec, CrossingStore store) {
    this.reader = reader;
    this.codec = codec;
    this.store = store;
  }

  void forgetAll() {
    known.invalidateAll();
  }

  void forget(Collection<UUID> people) {
    known.invalidateAll(people);
  }

  void keep(Collection<Watched> people) {
    people.forEach(person -> known.put(person.id(), person));
  }

  /**
   * As they were before the version that each is asked for.
   *
   * @param kept the position that everything is kept up to
   */
  Map<UUID, Watched> before(Map<UUID, Long> versions, long kept, PersonFold fold) throws SQLException {
    return all(
        versions.keySet(),
        kept,
        fold,
        (person, watched) -> watched.version() == versions.getOrDefault(person, 1L) - 1,
        told -> told.event().version() < versions.getOrDefault(told.person(), 1L));
  }

  /**
   * As they were at a position.
   *
   * @param kept the position that everything is kept up to
   */
  Map<UUID, Watched> at(long position, long kept, Collection<UUID> people, PersonFold fold) throws SQLException {
    return all(people, kept, fold, (person, watched) -> true, told -> told.position() <= position);
  }

  private Map<UUID, Watched> all(
      Collection<UUID> people,
      long kept,
      PersonFold fold,
      BiPredicate<UUID, Watched> fits,
      Predicate<Told> counts)
      throws SQLException {
    Map<UUID, Watched> found = new HashMap<>();
    List<UUID> missing = new ArrayList<>();
    for (UUID person : people) {
      Watched watched = known.getIfPresent(person);
      if (watched != null && fits.test(person, watched)) {
        found.put(person, watched);
      } else {
        missing.add(person);
      }
    }
    for (int from = 0; from < missing.size(); from += AT_ONCE) {
      List<UUID> some = missing.subList(from, Math.min(missing.size(), from + AT_ONCE));
      Map<UUID, Map<Integer, Standing>> standings = store.standings(some, kept);
      reader.streams(some.stream().map(person -> new StreamFrom(person, 0)).toList()).forEach((person, tail) -> {
        List<PersonEvent> told =
            Told.of(tail.events(), codec).stream().filter(counts).map(Told::event).toList();
        found.put(person, new Watched(fold.fold(person, told), standings.getOrDefault(person, Map.of())));
      });
    }
    return found;
  }

  /** What a person did and told before a version. */
  List<Happening> earlier(UUID person, long version) {
    return Told.of(reader.stream(person, 0).events(), codec).stream()
        .filter(told -> told.event().version() < version)
        .map(Told::happening)
        .filter(Objects::nonNull)
        .toList();
  }
}
