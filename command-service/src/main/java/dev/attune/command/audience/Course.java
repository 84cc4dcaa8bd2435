package dev.attune.command.audience;

import dev.attune.command.audience.CrossingStore.Fresh;
import dev.attune.command.audience.CrossingStore.Kept;
import dev.attune.command.audience.Watched.Found;
import dev.attune.contracts.DefinitionEvent;
import dev.attune.contracts.Event;
import dev.attune.contracts.ProfileEvent;
import dev.attune.contracts.SourceEvent;
import dev.attune.contracts.Stored;
import dev.attune.contracts.wire.Envelope;
import dev.attune.contracts.wire.EventCodec;
import dev.attune.core.behaviour.Happening;
import dev.attune.core.definition.DefinitionHistory;
import dev.attune.core.rule.Rules;
import dev.attune.eventstore.read.EventReader;
import dev.attune.eventstore.read.Feed;
import dev.attune.eventstore.read.StreamFrom;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/**
 * The way of one node through the log, for as long as it has the right to: events in their order, then what time alone has
 * done, then a part of the people whom a new audience is yet to be asked about. Used by one thread.
 */
final class Course {

  /** Stored names of the events of definitions. */
  private static final List<String> DEFINITIONS =
      Arrays.stream(DefinitionEvent.class.getPermittedSubclasses())
          .map(type -> Objects.requireNonNull(type.getAnnotation(Stored.class)).name())
          .toList();

  private static final Duration WAIT = Duration.ofMillis(200);
  private static final int PAGE = 1_000;
  private static final int AT_ONCE = 200;

  private final CrossingStore store;
  private final EventReader reader;
  private final LongFunction<Feed> feeds;
  private final EventCodec codec;
  private final Rules rules;
  private final Teller teller;
  private final CrossingState state;
  private final People people;
  private DefinitionHistory definitions = DefinitionHistory.EMPTY;
  private Watches watches = Watches.of(List.of(), Wanted.zone(DefinitionHistory.EMPTY.latest().insights()));
  private long position;

  /** Up to where it is kept. */
  private long kept;

  private boolean sweeping;
  private @Nullable Feed feed;

  Course(
      CrossingStore store,
      EventReader reader,
      LongFunction<Feed> feeds,
      EventCodec codec,
      Rules rules,
      Teller teller,
      CrossingState state) {
    this.store = store;
    this.reader = reader;
    this.feeds = feeds;
    this.codec = codec;
    this.rules = rules;
    this.teller = teller;
    this.state = state;
    this.people = new People(reader, codec, store);
  }

  /** Takes up where the last one left off. */
  void begin() throws SQLException {
    position = store.progress();
    kept = position;
    for (Envelope envelope : reader.logOf(DEFINITIONS, 0, Integer.MAX_VALUE)) {
      if (envelope.position() <= position && codec.decode(envelope.event()) instanceof DefinitionEvent event) {
        definitions = definitions.with(event, envelope.position());
      }
    }
    defined();
  }

  /** Some more of everything there is to do; waits a little if there is nothing. */
  void step() throws SQLException, InterruptedException, ExecutionException {
    if (watches.isEmpty()) {
      skip();
      return;
    }
    if (feed == null) {
      feed = feeds.apply(position);
    }
    List<Envelope> page = feed.poll(watches.incomplete().isEmpty() ? WAIT : Duration.ZERO);
    events(page);
    if (page.size() < PAGE / 2) {
      time();
    }
    goThrough();
    state.at(position, reader.head(), !watches.incomplete().isEmpty());
  }

  /** Nobody asks: only definitions matter. */
  private void skip() throws SQLException, InterruptedException {
    long head = reader.head();
    List<Envelope> page = reader.logOf(DEFINITIONS, position, PAGE);
    for (Envelope envelope : page) {
      if (codec.decode(envelope.event()) instanceof DefinitionEvent event) {
        definitions = definitions.with(event, envelope.position());
      }
      position = envelope.position();
    }
    if (!page.isEmpty()) {
      defined();
    }
    if (watches.isEmpty()) {
      position = Math.max(position, page.size() < PAGE ? head : position);
      sweep();
      state.at(position, Math.max(head, position), false);
      Thread.sleep(WAIT);
    }
  }

  private void events(List<Envelope> page) throws SQLException, InterruptedException, ExecutionException {
    List<Told> told = new ArrayList<>();
    for (Envelope envelope : page) {
      Event event = codec.decode(envelope.event());
      switch (event) {
        case ProfileEvent happened -> told.add(Told.of(envelope, happened));
        case DefinitionEvent definition -> {
          happen(told, envelope.position() - 1);
          told.clear();
          definitions = definitions.with(definition, envelope.position());
          position = envelope.position();
          defined();
        }
        case SourceEvent source -> {}
      }
    }
    if (!page.isEmpty()) {
      happen(told, page.getLast().position());
    }
  }

  /** What happened to people, in order. */
  private void happen(List<Told> told, long upTo) throws SQLException, InterruptedException, ExecutionException {
    if (upTo <= position) {
      return;
    }
    Map<UUID, Long> first = new LinkedHashMap<>();
    told.forEach(one -> first.putIfAbsent(one.person(), one.event().version()));
    Map<UUID, Watched> before = people.before(first, kept, watches.fold());
    Map<UUID, Watched> now = new HashMap<>(before);
    Map<UUID, List<Happening>> earlier = new HashMap<>();
    List<Found> crossings = new ArrayList<>();
    for (Told one : told) {
      UUID person = one.person();
      Watched watched = Objects.requireNonNull(now.get(person));
      List<Watch> covering = watches.covering(person);
      now.put(
          person,
          one.isCrossing()
              ? watched.afterNothing(one.event(), covering, watches.fold(), crossings::add)
              : watched.after(
                  one.event(), covering, watches.fold(),
                  () ->
                      earlier.computeIfAbsent(
                          person, id -> new ArrayList<>(people.earlier(id, one.event().version()))),
                  crossings::add));
      List<Happening> known = earlier.get(person);
      Happening happening = one.happening();
      if (known != null && happening != null) {
        known.add(happening);
      }
    }
    teller.tell(crossings);
    save(upTo, changed(before, now), List.of());
    people.keep(now.values());
    position = upTo;
  }

  /** What time alone has done to people who have been quiet. */
  private void time() throws SQLException, InterruptedException, ExecutionException {
    Instant now = store.clock();
    List<UUID> due = store.due(now, AT_ONCE).stream().distinct().toList();
    if (due.isEmpty()) {
      return;
    }
    Map<UUID, Watched> before = people.at(position, kept, due, watches.fold());
    Map<UUID, Watched> after = new HashMap<>();
    Map<UUID, Long> versions = new HashMap<>();
    List<Found> crossings = new ArrayList<>();
    before.forEach((person, watched) -> {
      after.put(person, watched.passed(now, watches.covering(person), crossings::add));
      versions.put(person, watched.version());
    });
    // what they did meanwhile comes with the next events, and the time before it as well
    teller.tellOfTime(crossings, versions).forEach(moved -> {
      before.remove(moved);
      after.remove(moved);
    });
    save(position, changed(before, after), List.of());
    people.keep(after.values());
  }

  /** Some people of those whom a new audience is yet to be asked about. */
  private void goThrough() throws SQLException, InterruptedException, ExecutionException {
    List<Watch> incomplete = watches.incomplete();
    if (incomplete.isEmpty()) {
      sweep();
      return;
    }
    UUID seen = incomplete.getFirst().seen();
    List<Watch> group = incomplete.stream().filter(watch -> Objects.equals(watch.seen(), seen)).toList();
    List<UUID> some = reader.streamsAfter(seen, AT_ONCE);
    GoingThrough going = new GoingThrough(group, watches.fold());
    List<Found> crossings = new ArrayList<>();
    List<Changed> changed = new ArrayList<>();
    reader.streams(some.stream().map(person -> new StreamFrom(person, 0)).toList()).forEach((person, tail) -> {
      List<Told> told = Told.of(tail.events(), codec);
      if (!told.isEmpty()) {
        Watched watched = going.through(person, told, position, crossings);
        changed.addAll(Changed.between(person, Map.of(), watched.standings()));
      }
    });
    teller.tell(crossings);
    UUID upTo = some.size() < AT_ONCE ? null : some.getLast();
    List<Watch> further = group.stream().map(watch -> watch.upTo(upTo)).toList();
    save(position, changed, further);
    watches = watches.with(further);
    people.forget(some);
  }

  private void save(long upTo, List<Changed> changed, List<Watch> further) throws SQLException {
    store.save(kept, upTo, changed, further);
    kept = upTo;
  }

  private void sweep() throws SQLException {
    sweeping = sweeping && store.sweep();
  }

  private static List<Changed> changed(Map<UUID, Watched> before, Map<UUID, Watched> after) {
    List<Changed> changed = new ArrayList<>();
    after.forEach((person, watched) ->
        changed.addAll(
            Changed.between(person, Objects.requireNonNull(before.get(person)).standings(), watched.standings())));
    return changed;
  }

  /** Watches what is wanted now, as of the position. */
  private void defined() throws SQLException {
    List<Wanted> wanted = Wanted.of(definitions, rules);
    List<Kept> stored = store.watches();
    List<Integer> ended = stored.stream().filter(one -> wanted.stream().noneMatch(it -> it.is(one))).map(Kept::id).toList();
    List<Fresh> fresh = new ArrayList<>();
    for (Wanted one : wanted) {
      if (stored.stream().noneMatch(one::is)) {
        fresh.add(
            new Fresh(
                one.audience().definition().key(), one.audience().definition().version(), one.since(),
                reader.at(one.since()).getFirst().recordedAt()));
      }
    }
    if (!ended.isEmpty() || !fresh.isEmpty()) {
      store.define(kept, position, ended, fresh);
      kept = position;
    }
    Map<Integer, Watch> all = new TreeMap<>();
    for (Kept one : store.watches()) {
      wanted.stream()
          .filter(it -> it.is(one))
          .findFirst()
          .ifPresent(it ->
              all.put(one.id(), new Watch(one.id(), it.audience(), one.since(), one.sinceAt(), one.seen(), one.complete())));
    }
    watches = Watches.of(List.copyOf(all.values()), Wanted.zone(definitions.latest().insights()));
    people.forgetAll();
    sweeping = true;
  }
}
