package dev.attune.core.funnel;

import dev.attune.contracts.DefinitionEvent.FunnelPublished;
import dev.attune.contracts.DefinitionEvent.FunnelStep;
import dev.attune.contracts.DefinitionEvent.Match;
import dev.attune.contracts.ProfileEvent.InteractionRecorded;
import dev.attune.contracts.Times;
import dev.attune.contracts.value.Value;
import dev.attune.core.behaviour.RealData;
import java.nio.file.Files;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** The funnel of real people beside a plain calculation over the file, in disorder. */
class RealFunnelTest {

  private static final Funnel FUNNEL =
      Funnel.of(
          new FunnelPublished(
              "buying", 1, "Buying", List.of(step("view"), step("cart"), step("purchase")), 31_536_000,
              List.of("properties.brand")),
          ZoneOffset.UTC);

  @Test
  void view_cart_and_purchase_in_this_order_by_person() throws Exception {
    List<String> all = Files.readAllLines(RealData.file("rees46/2019-Oct-first-hours.csv"));
    List<String> rows = new ArrayList<>(new LinkedHashSet<>(all));
    rows.removeFirst();
    rows.removeIf(row -> row.split(",", -1).length < 9);
    assertThat(rows).hasSize(17_429);

    Map<String, Integer> plain = new TreeMap<>();
    List<Integer> numbers = new ArrayList<>();
    for (int number = 0; number < rows.size(); number++) {
      String[] row = rows.get(number).split(",", -1);
      int reached = plain.getOrDefault(row[7], 0);
      if (row[1].equals(List.of("view", "cart", "purchase", "").get(reached))) {
        plain.put(row[7], reached + 1);
      }
      numbers.add(number);
    }
    Collections.shuffle(numbers, new Random(46));
    Map<String, FunnelState> people = new TreeMap<>();
    FunnelTotals totals = FunnelTotals.none(3);
    Map<String, FunnelTotals> brands = new TreeMap<>();
    for (int number : numbers) {
      String[] row = rows.get(number).split(",", -1);
      FunnelState before = people.getOrDefault(row[7], FunnelState.empty(FUNNEL));
      Instant at = Instant.parse(row[0].replace(" UTC", "Z").replace(' ', 'T'));
      FunnelState after = before.with(FUNNEL, interaction(number, row, at), at);
      people.put(row[7], after);
      totals = totals.changed(before.contribution(FUNNEL), after.contribution(FUNNEL));
      moved(brands, before.contribution(FUNNEL), after.contribution(FUNNEL));
    }

    assertThat(totals.reached()).containsExactly(4_504L, 111L, 62L);
    for (int step = 1; step <= 3; step++) {
      int least = step;
      assertThat(totals.reached().get(step - 1))
          .isEqualTo(plain.values().stream().filter(reached -> reached >= least).count());
    }
    people.forEach((id, state) ->
        assertThat(state.course().best() == null ? 0 : state.course().best().reached())
            .as(id)
            .isEqualTo(plain.getOrDefault(id, 0)));
    assertThat(totals.entries()).isEqualTo(rows.stream().filter(row -> row.contains(",view,")).count());
    FunnelTotals sum = FunnelTotals.none(3);
    for (FunnelTotals brand : brands.values()) {
      sum = sum.plus(brand);
    }
    assertThat(sum).as("segments add up").isEqualTo(totals);
    assertThat(people.values())
        .filteredOn(state -> state.contribution(FUNNEL) != null)
        .allMatch(state -> state.contribution(FUNNEL).day().equals(LocalDate.of(2019, 10, 1)));
  }

  private static void moved(Map<String, FunnelTotals> brands, Contribution before, Contribution after) {
    if (before != null) {
      brands.computeIfPresent(before.segments().getFirst(), (brand, totals) -> totals.changed(before, null));
    }
    if (after != null) {
      brands.merge(
          after.segments().getFirst(), FunnelTotals.none(3).changed(null, after), FunnelTotals::plus);
    }
  }

  private static InteractionRecorded interaction(int number, String[] row, Instant at) {
    return new InteractionRecorded(
        new UUID(0, 1), "row-%06d".formatted(number), "track", row[1], row[8],
        new Times(null, null, at, Times.Correction.NONE), Map.of("brand", Value.of(row[5])), List.of(), Map.of(),
        Map.of());
  }

  private static FunnelStep step(String name) {
    return new FunnelStep(name, new Match(name, List.of()), List.of());
  }
}
