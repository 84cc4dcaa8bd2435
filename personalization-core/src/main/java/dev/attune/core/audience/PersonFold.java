package dev.attune.core.audience;

import dev.attune.contracts.ProfileEvent.InteractionRecorded;
import dev.attune.core.behaviour.Behaviour;
import dev.attune.core.behaviour.BehaviourFold;
import dev.attune.core.behaviour.Happening;
import dev.attune.core.match.ByName;
import dev.attune.core.metric.Metric;
import dev.attune.core.metric.MetricState;
import dev.attune.core.profile.ProfileFold;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Supplier;

/** Folds what rules may ask about, event by event of a person's stream. Thread-safe. */
public final class PersonFold {

  private final BehaviourFold behaviours;
  private final ByName<Metric> metrics;

  /**
   * @param zone the shop's
   * @param audiences whose metrics are folded
   */
  public PersonFold(ZoneId zone, Collection<Audience> audiences) {
    behaviours = new BehaviourFold(zone);
    Map<String, Metric> used = new TreeMap<>();
    audiences.forEach(audience -> used.putAll(audience.metrics()));
    metrics = ByName.of(List.copyOf(used.values()), metric -> List.of(metric.matcher()));
  }

  /**
   * The state after one more event of the stream.
   *
   * @param earlier what the person did and told before, in any order; asked only if the event comes too late
   */
  public PersonState evolve(PersonState state, PersonEvent next, Supplier<Collection<Happening>> earlier) {
    Happening happening = Happening.of(next.event(), next.occurredAt());
    return evolved(
        state, next, happening == null ? state.behaviour() : behaviour(state.behaviour(), happening, earlier));
  }

  /** The state after the first events of a stream. */
  public PersonState fold(UUID person, List<PersonEvent> events) {
    PersonState state = PersonState.empty(person);
    List<Happening> happened = new ArrayList<>();
    for (PersonEvent next : events) {
      Happening happening = Happening.of(next.event(), next.occurredAt());
      if (happening != null) {
        happened.add(happening);
      }
      state = evolved(state, next, Behaviour.NONE);
    }
    return new PersonState(
        state.profile(), behaviours.fold(Behaviour.NONE, happened), state.metrics(), state.recorded());
  }

  private PersonState evolved(PersonState state, PersonEvent next, Behaviour behaviour) {
    return new PersonState(
        ProfileFold.evolve(state.profile(), next.event(), next.version(), next.occurredAt()),
        behaviour,
        next.event() instanceof InteractionRecorded interaction ? metrics(state, interaction, next) : state.metrics(),
        later(state.recorded(), next.recordedAt()));
  }

  private Behaviour behaviour(Behaviour behaviour, Happening next, Supplier<Collection<Happening>> earlier) {
    if (behaviour.isBefore(next.key())) {
      return behaviours.evolve(behaviour, next);
    }
    List<Happening> all = new ArrayList<>(earlier.get());
    all.add(next);
    return behaviours.fold(Behaviour.NONE, all);
  }

  private Map<String, MetricState> metrics(PersonState state, InteractionRecorded interaction, PersonEvent next) {
    Map<String, MetricState> after = state.metrics();
    for (Metric metric : metrics.of(interaction.name())) {
      String key = metric.definition().key();
      MetricState known = after.get(key);
      MetricState before = known == null ? MetricState.empty(metric) : known;
      MetricState changed = before.with(metric, interaction, next.occurredAt(), next.recordedAt());
      if (changed != before) {
        after = after == state.metrics() ? new TreeMap<>(after) : after;
        after.put(key, changed);
      }
    }
    return after == state.metrics() ? after : Collections.unmodifiableMap(after);
  }

  private static Instant later(Instant one, Instant other) {
    return one.isAfter(other) ? one : other;
  }
}
