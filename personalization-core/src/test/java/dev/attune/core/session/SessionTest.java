package dev.attune.core.session;

import dev.attune.contracts.Identity;
import dev.attune.contracts.ProfileEvent.DecisionMade;
import dev.attune.contracts.ProfileEvent.Proposition;
import dev.attune.contracts.ProfileEvent.SessionRef;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

import static dev.attune.core.People.NOON;
import static org.assertj.core.api.Assertions.assertThat;

class SessionTest {

  private static final Duration HALF_AN_HOUR = Duration.ofMinutes(30);

  @Test
  void the_first_activity_begins_a_derived_session() {
    CurrentSession session = CurrentSession.after(null, null, NOON);

    assertThat(session).isEqualTo(new CurrentSession("auto-" + NOON.toEpochMilli(), true, NOON));
  }

  @Test
  void activity_within_half_an_hour_stays_in_the_session_to_the_last_moment() {
    CurrentSession first = CurrentSession.after(null, null, NOON);

    CurrentSession next = CurrentSession.after(first, null, NOON.plus(HALF_AN_HOUR));

    assertThat(next.id()).isEqualTo(first.id());
    assertThat(next.lastActivity()).isEqualTo(NOON.plus(HALF_AN_HOUR));
  }

  @Test
  void activity_after_half_an_hour_begins_another_session() {
    CurrentSession first = CurrentSession.after(null, null, NOON);

    CurrentSession next = CurrentSession.after(first, null, NOON.plus(HALF_AN_HOUR).plusNanos(1_000));

    assertThat(next.id()).isNotEqualTo(first.id());
    assertThat(next.derived()).isTrue();
  }

  @Test
  void the_clients_session_goes_first_and_lasts_while_it_gives_none() {
    CurrentSession given = CurrentSession.after(CurrentSession.after(null, null, NOON), "s-1", NOON.plusSeconds(1));
    CurrentSession silent = CurrentSession.after(given, null, NOON.plusSeconds(2));

    assertThat(given).isEqualTo(new CurrentSession("s-1", false, NOON.plusSeconds(1)));
    assertThat(silent).isEqualTo(new CurrentSession("s-1", false, NOON.plusSeconds(2)));
  }

  @Test
  void an_activity_that_comes_late_does_not_turn_the_clock_back() {
    CurrentSession session = CurrentSession.after(null, null, NOON);

    assertThat(CurrentSession.after(session, null, NOON.minusSeconds(60)).lastActivity()).isEqualTo(NOON);
  }

  @Test
  void only_consumed_propositions_are_in_the_ledger() {
    SessionLedger ledger =
        SessionLedger.EMPTY
            .with(made(new Proposition(new UUID(1, 1), "shoes", 1, false, true)))
            .with(made(new Proposition(new UUID(1, 2), "shoes", 1, false, false)))
            .with(made(new Proposition(new UUID(1, 3), "hero", 1, true, false)))
            .with(made(null));

    assertThat(ledger.consumed()).isEqualTo(1);
    assertThat(ledger.hasShown("hero", "shoes")).isTrue();
    assertThat(ledger.hasShown("footer", "shoes")).isFalse();
  }

  private static DecisionMade made(Proposition proposition) {
    return new DecisionMade(
        new UUID(0, 1), "r", "hero", new SessionRef("s", false), NOON, 1, 1, proposition, List.of(), new byte[0],
        Identity.user("u"), Map.of());
  }
}
