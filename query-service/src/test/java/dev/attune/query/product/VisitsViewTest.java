package dev.attune.query.product;

import dev.attune.contracts.ProfileEvent;
import dev.attune.contracts.value.Value;
import dev.attune.query.fixture.Happenings;
import dev.attune.query.projection.Delta;
import dev.attune.query.projection.Recorded;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static dev.attune.query.fixture.Happenings.NOON;
import static org.assertj.core.api.Assertions.assertThat;

/** Pairs that are told one by one come to what counting all visits comes to. */
class VisitsViewTest {

  private static final UUID ADA = new UUID(5, 6);

  private final VisitsView view = new VisitsView();

  private static Recorded recorded(long version, String session, String name, String product, Instant at) {
    ProfileEvent event =
        Happenings.interaction("m-" + version, name, session, at, Map.of("product_id", Value.of(product)));
    return new Recorded(3, Happenings.envelope(ADA, version, version, event, at, at), event, new byte[0]);
  }

  /** Visits without pairs that they cannot have, told of by the state alone. */
  private static Map<String, Long> counted(List<Visit> visits) {
    Map<String, Long> pairs = new HashMap<>();
    Map<String, Function<Visit, Set<String>>> kinds = Map.of("viewed", Visit::viewed, "bought", Visit::bought);
    for (Visit visit : visits) {
      kinds.forEach(
          (kind, products) -> {
            for (String one : products.apply(visit)) {
              for (String other : products.apply(visit)) {
                if (!one.equals(other)) {
                  pairs.merge("3/" + kind + "/" + one + " " + other, 1L, Long::sum);
                }
              }
            }
          });
    }
    return pairs;
  }

  private static void tell(Map<String, Long> told, Delta delta) {
    assertThat(delta.view()).isEqualTo(TogetherView.NAME);
    ((TogetherView.Change) delta.change())
        .visits()
        .forEach((product, visits) -> told.merge(delta.id() + " " + product, (long) visits, Long::sum));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void pairsAddUpToThoseOfTheVisits(long seed) {
    Random random = new Random(seed);
    List<Visit> state = view.empty(ADA.toString());
    Map<String, Long> told = new HashMap<>();
    Set<Integer> joined = new HashSet<>();
    for (long version = 1; version <= 300; version++) {
      // gaps of half an hour come and go again: a late view joins two visits, or three
      String session = random.nextInt(3) == 0 ? "s-" + random.nextInt(4) : null;
      Recorded event =
          recorded(
              version, session, random.nextInt(4) == 0 ? "purchase" : "product_view", "p-" + random.nextInt(25),
              NOON.plusSeconds(random.nextInt(36 * 3_600)));
      List<Visit> after = view.evolve(state, event);
      joined.add(state.size() - after.size());
      for (Delta delta : view.deltas(ADA.toString(), state, after, event)) {
        tell(told, delta);
      }
      told.values().removeIf(count -> count == 0);
      state = after;
      assertThat(told).isEqualTo(counted(state));
    }
    assertThat(joined).as("visits that an event took away: -1 begins one, 1 joins two").contains(-1, 0, 1);
  }

  @ParameterizedTest
  @ValueSource(ints = {49, 50, 51, 80})
  void aVisitOfManyProductsIsPairedUpToItsBound(int products) {
    List<Visit> state = view.empty(ADA.toString());
    Map<String, Long> told = new HashMap<>();
    for (int version = 1; version <= products; version++) {
      Recorded event = recorded(version, "s-1", "product_view", "p-%03d".formatted(version), NOON.plusSeconds(version));
      List<Visit> after = view.evolve(state, event);
      for (Delta delta : view.deltas(ADA.toString(), state, after, event)) {
        tell(told, delta);
      }
      state = after;
    }
    int kept = Math.min(products, Visit.MOST);
    assertThat(told).hasSize(kept * (kept - 1)).isEqualTo(counted(state));
  }
}
