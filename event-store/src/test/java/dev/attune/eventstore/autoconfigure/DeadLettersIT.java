package dev.attune.eventstore.autoconfigure;

import dev.attune.eventstore.TestDatabase;
import dev.attune.eventstore.autoconfigure.shop.Basket;
import dev.attune.eventstore.autoconfigure.shop.Ledger;
import java.time.Duration;
import org.axonframework.config.Configuration;
import org.axonframework.messaging.deadletter.SequencedDeadLetterProcessor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** A handler that fails for one aggregate parks this one's events, in order, and goes on with the others. */
class DeadLettersIT {

  private static final String WITH_DEAD_LETTERS = "axon.eventhandling.processors.ledger.dlq.enabled=true";
  private static final String PARKED = "SELECT count(*) FROM attune.axon_dead_letter";

  private TestDatabase database;

  @BeforeEach
  void create() {
    database = TestDatabase.empty();
  }

  @AfterEach
  void close() {
    database.close();
  }

  @Test
  void a_parked_aggregate_outlives_a_restart_and_is_handled_in_order_when_tried_again() throws Exception {
    try (RunningShop shop = RunningShop.on(database, WITH_DEAD_LETTERS)) {
      shop.bean(Ledger.class).refuse("b1");
      shop.send(new Basket.Open("b1"));
      shop.send(new Basket.Open("b2"));
      shop.send(new Basket.Add("b1", "tea"));
      shop.send(new Basket.Add("b2", "coffee"));
      parked("1");
      shop.bean(Ledger.class).refuseNone();
      // would be handled now, but must not overtake the one that is parked
      shop.send(new Basket.Add("b1", "milk"));
      shop.send(new Basket.Add("b2", "cream"));
      parked("2");
      assertThat(shop.entries(2)).containsExactly("b2 coffee", "b2 cream");
    }

    try (RunningShop again = RunningShop.on(database, WITH_DEAD_LETTERS)) {
      assertThat(again.bean(Ledger.class).entries()).isEmpty();
      assertThat(letters(again).processAny()).isTrue();
      assertThat(again.entries(2)).containsExactly("b1 tea", "b1 milk");
      parked("0");
      assertThat(letters(again).processAny()).isFalse();
      again.send(new Basket.Add("b1", "sugar"));
      assertThat(again.entries(3)).containsExactly("b1 tea", "b1 milk", "b1 sugar");
    }
  }

  @Test
  void what_fails_again_stays_parked_as_a_whole() throws Exception {
    try (RunningShop shop = RunningShop.on(database, WITH_DEAD_LETTERS)) {
      shop.bean(Ledger.class).refuse("b1");
      shop.send(new Basket.Open("b1"));
      shop.send(new Basket.Add("b1", "tea"));
      shop.send(new Basket.Add("b1", "milk"));
      parked("2");
      assertThat(letters(shop).processAny()).isFalse();
      parked("2");
      assertThat(shop.bean(Ledger.class).entries()).isEmpty();
      assertThat(database.value("SELECT string_agg(causeMessage, '|' ORDER BY sequenceIndex) FROM attune.axon_dead_letter"))
          .startsWith("The ledger refuses b1");
    }
  }

  private static SequencedDeadLetterProcessor<?> letters(RunningShop shop) {
    return shop.bean(Configuration.class).eventProcessingConfiguration().sequencedDeadLetterProcessor("ledger").orElseThrow();
  }

  private void parked(String number) throws Exception {
    long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    while (!database.value(PARKED).equals(number) && System.nanoTime() < deadline) {
      Thread.sleep(10);
    }
    assertThat(database.value(PARKED)).isEqualTo(number);
  }
}
