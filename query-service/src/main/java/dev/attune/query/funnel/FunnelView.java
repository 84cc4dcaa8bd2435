package dev.attune.query.funnel;

import dev.attune.contracts.ProfileEvent.InteractionRecorded;
import dev.attune.core.behaviour.OrderKey;
import dev.attune.core.funnel.Contribution;
import dev.attune.core.funnel.Funnel;
import dev.attune.core.funnel.FunnelState;
import dev.attune.core.match.ByName;
import dev.attune.query.projection.Delta;
import dev.attune.query.projection.Recorded;
import dev.attune.query.projection.View;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.bson.Document;
import org.jspecify.annotations.Nullable;

/** One document per person who did something that matters to a funnel. Tells the totals what changed. */
final class FunnelView implements View<PersonFunnels> {

  static final String NAME = "funnel";

  private final Map<String, Funnel> funnels;
  private final ByName<Funnel> byName;

  /** @param funnels by key */
  FunnelView(Map<String, Funnel> funnels) {
    this.funnels = funnels;
    byName = ByName.of(funnels.values(), Funnel::matchers);
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Kind kind() {
    return Kind.KEYED;
  }

  @Override
  public List<String> ids(Recorded event) {
    if (event.event() instanceof InteractionRecorded interaction) {
      for (Funnel funnel : byName.of(interaction.name())) {
        if (funnel.matters(interaction)) {
          return List.of(event.envelope().stream().toString());
        }
      }
    }
    return List.of();
  }

  /** The totals must see the true state before. */
  @Override
  public boolean begins(Recorded event) {
    return event.envelope().version() == 1;
  }

  @Override
  public PersonFunnels empty(String id) {
    return PersonFunnels.NONE;
  }

  @Override
  public PersonFunnels evolve(PersonFunnels state, Recorded event) {
    InteractionRecorded interaction = (InteractionRecorded) event.event();
    OrderKey key = new OrderKey(event.envelope().occurredAt(), interaction.messageId(), interaction.source());
    Map<String, FunnelState> changed = new HashMap<>();
    long missed = 0;
    for (Funnel funnel : byName.of(interaction.name())) {
      if (funnel.matters(interaction)) {
        FunnelState known = state.states().get(funnel.definition().key());
        FunnelState before = known == null ? FunnelState.empty(funnel) : known;
        if (before.takes(key)) {
          changed.put(funnel.definition().key(), before.with(funnel, interaction, key.at()));
        } else {
          missed++;
        }
      }
    }
    return state.with(changed, missed);
  }

  @Override
  public List<Delta> deltas(String id, PersonFunnels before, PersonFunnels after, Recorded event) {
    List<Delta> deltas = new ArrayList<>();
    after.states().forEach((key, state) -> {
      FunnelState known = before.states().get(key);
      Funnel funnel = funnels.get(key);
      if (state != known && funnel != null) {
        Contribution was = known == null ? null : known.contribution(funnel);
        Contribution is = state.contribution(funnel);
        if (!Objects.equals(was, is)) {
          tell(event.partition(), key, was, is, deltas);
        }
      }
    });
    return deltas;
  }

  /** One change of one day, or what goes from one day and what comes on another. */
  private static void tell(
      int partition, String key, @Nullable Contribution was, @Nullable Contribution is, List<Delta> into) {
    if (was != null && is != null && was.day().equals(is.day())) {
      into.add(delta(partition, key, was, new TotalsByDay.Change(was, is)));
      return;
    }
    if (was != null) {
      into.add(delta(partition, key, was, new TotalsByDay.Change(was, null)));
    }
    if (is != null) {
      into.add(delta(partition, key, is, new TotalsByDay.Change(null, is)));
    }
  }

  private static Delta delta(int partition, String key, Contribution of, TotalsByDay.Change change) {
    return new Delta(TotalsByDayView.NAME, new TotalsByDayView.Id(partition, key, of.day()).toString(), change);
  }

  @Override
  public Document document(PersonFunnels state) {
    return state.document();
  }

  @Override
  public PersonFunnels state(String id, Document document) {
    return PersonFunnels.of(document, funnels);
  }

  @Override
  public int weight(PersonFunnels state) {
    return 256 + 256 * state.states().size() + state.bytes();
  }
}
