package dev.attune.infra.torture;

import java.util.HashSet;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class PlanTest {

  @Test
  void a_seed_makes_the_same_load_each_time() {
    assertThat(Plan.of(7, "run", 50, 2_000)).isEqualTo(Plan.of(7, "run", 50, 2_000));
    assertThat(AskPlan.of(7, "run", 1_000)).isEqualTo(AskPlan.of(7, "run", 1_000));
    assertThat(AskPlan.of(7, "run", 1_000)).isNotEqualTo(AskPlan.of(8, "run", 1_000));
  }

  @Test
  void some_messages_are_sent_twice() {
    Plan plan = Plan.of(7, "run", 50, 2_000);
    List<String> ids = plan.posts().stream().flatMap(List::stream).map(Message::id).toList();

    assertThat(new HashSet<>(ids)).hasSize(2_000);
    assertThat(ids).hasSize(2_000 + plan.doubled());
    assertThat(plan.doubled()).isBetween(100, 300);
  }

  @Test
  void every_session_is_asked_for_more_often_than_its_cap_in_several_placements() {
    AskPlan plan = AskPlan.of(7, "run", 1_000);

    assertThat(plan.asks().stream().map(Ask::requestId).distinct()).hasSize(plan.requests());
    assertThat(plan.asks()).hasSizeGreaterThan(plan.requests());
    assertThat(plan.asks().stream().collect(Collectors.groupingBy(Ask::session))).allSatisfy((session, asks) -> {
      assertThat(asks).hasSizeGreaterThan(CapOffers.CAP);
      assertThat(asks.stream().map(Ask::placement).distinct()).hasSizeGreaterThan(1);
    });
  }
}
