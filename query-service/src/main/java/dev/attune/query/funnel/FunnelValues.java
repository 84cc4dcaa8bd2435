package dev.attune.query.funnel;

import dev.attune.contracts.value.Value;
import dev.attune.core.definition.Insights;
import dev.attune.core.funnel.Attempt;
import dev.attune.core.funnel.Funnel;
import dev.attune.core.funnel.FunnelProgress;
import dev.attune.core.funnel.FunnelProgress.Stage;
import dev.attune.core.funnel.FunnelState;
import dev.attune.query.answer.MinPosition;
import dev.attune.query.answer.PersonValues;
import dev.attune.query.problem.Problem;
import dev.attune.query.projection.Generation;
import dev.attune.query.projection.InsightsHistory;
import dev.attune.query.projection.LiveProjection;
import dev.attune.query.projection.Segment;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;
import org.bson.Document;
import org.jspecify.annotations.Nullable;

/**
 * Whether people stand somewhere in a funnel. The key is that of the funnel, a colon, and the name of a step (the last one
 * that the current attempt has reached) or a stage: {@code buying:Looks}, {@code buying:abandoned}.
 */
public final class FunnelValues implements PersonValues {

  private final LiveProjection funnels;
  private final InsightsHistory insights;

  public FunnelValues(LiveProjection funnels, InsightsHistory insights) {
    this.funnels = funnels;
    this.insights = insights;
  }

  @Override
  public Reader of(String key, MinPosition least, Instant now) {
    int colon = key.indexOf(':');
    String name = colon < 0 ? key : key.substring(0, colon);
    List<Generation> live = least.awaitAll(funnels);
    Segment segment = funnels.segmentOf(live, Funnels.key(name));
    if (segment == null) {
      throw new Problem(Problem.Kind.BAD_REQUEST, "There is no funnel '%s'".formatted(name));
    }
    Generation generation = segment.generation();
    Insights pinned = generation == null ? null : insights.asOf(generation.definitions());
    if (generation == null || pinned == null) {
      throw new Problem(Problem.Kind.CATCHING_UP, "Funnel '%s' is being folded; ask again later".formatted(name));
    }
    Map<String, Funnel> compiled = Funnels.compiled(pinned, generation.keys().keySet());
    Funnel funnel = compiled.get(name);
    if (funnel == null) {
      throw new Problem(Problem.Kind.CATCHING_UP, "Funnel '%s' is being folded; ask again later".formatted(name));
    }
    Predicate<FunnelProgress> there = there(funnel, colon < 0 ? "" : key.substring(colon + 1));
    return ids -> {
      Map<String, Document> found = funnels.find(generation, FunnelView.NAME, ids);
      Map<String, Value> values = HashMap.newHashMap(ids.size());
      for (String id : ids) {
        values.put(id, Value.of(there.test(state(found.get(id), funnel, compiled).progress(funnel, now))));
      }
      return values;
    };
  }

  private static FunnelState state(@Nullable Document document, Funnel funnel, Map<String, Funnel> compiled) {
    FunnelState known =
        document == null ? null : PersonFunnels.of(document, compiled).states().get(funnel.definition().key());
    return known == null ? FunnelState.empty(funnel) : known;
  }

  private static Predicate<FunnelProgress> there(Funnel funnel, String where) {
    int step = funnel.names().indexOf(where);
    if (step >= 0) {
      return progress -> {
        Attempt current = progress.current();
        return current != null && current.reached() == step + 1;
      };
    }
    for (Stage stage : Stage.values()) {
      if (stage.name().toLowerCase(Locale.ROOT).equals(where)) {
        return progress -> progress.stage() == stage;
      }
    }
    throw new Problem(
        Problem.Kind.BAD_REQUEST,
        "'%s' is no step or stage of the funnel; there are: %s, %s"
            .formatted(
                where, String.join(", ", funnel.names()),
                String.join(", ", Arrays.stream(Stage.values()).map(one -> one.name().toLowerCase(Locale.ROOT)).toList())));
  }
}
