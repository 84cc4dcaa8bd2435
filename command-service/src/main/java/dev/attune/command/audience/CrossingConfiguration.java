package dev.attune.command.audience;

import dev.attune.command.audience.CrossingState.Role;
import dev.attune.command.platform.Settings;
import dev.attune.command.profile.ProfileStreams;
import dev.attune.contracts.wire.EventCodec;
import dev.attune.core.rule.Rules;
import dev.attune.eventstore.append.LogSignal;
import dev.attune.eventstore.read.EventReader;
import dev.attune.eventstore.read.PollingFeed;
import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The place of crossings in the service. */
@Configuration(proxyBeanMethods = false)
class CrossingConfiguration {

  private static final int PAGE = 1_000;

  @Bean
  CrossingState crossingState(MeterRegistry meters) {
    CrossingState state = new CrossingState();
    state.register(meters);
    return state;
  }

  @Bean
  Reaction crossingReaction(
      Settings settings,
      EventReader reader,
      LogSignal signal,
      EventCodec codec,
      ProfileStreams streams,
      CrossingState state) {
    Rules rules = Rules.ofPeople();
    Teller teller = new Teller(streams, state);
    return new Reaction(
        () -> settings.postgres().connect("attune-crossings", 15),
        store ->
            new Course(
                store, reader, position -> new PollingFeed(reader, position, PAGE, signal), codec, rules, teller, state),
        state);
  }

  /**
   * @param enabled false: this node never tells crossings
   */
  @Bean
  ReactionLifecycle crossingLifecycle(
      Reaction reaction, CrossingState state, @Value("${attune.crossings.enabled}") boolean enabled) {
    return new ReactionLifecycle(reaction, state, enabled);
  }

  @Bean
  HealthIndicator crossingsHealthIndicator(CrossingState state) {
    return () -> {
      Health.Builder health = state.role() == Role.FAILING ? Health.down() : Health.up();
      String reason = state.reason();
      if (reason != null) {
        health.withDetail("reason", reason);
      }
      return health
          .withDetail("role", state.role())
          .withDetail("position", state.position())
          .withDetail("lag", state.lag())
          .withDetail("goingThrough", state.isGoingThrough())
          .build();
    };
  }
}
