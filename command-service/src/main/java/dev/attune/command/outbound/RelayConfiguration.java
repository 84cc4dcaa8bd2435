package dev.attune.command.outbound;

import dev.attune.command.outbound.RelayState.Role;
import dev.attune.command.platform.Settings;
import dev.attune.eventstore.append.LogSignal;
import dev.attune.eventstore.read.EventReader;
import dev.attune.eventstore.read.PollingFeed;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The relay's place in the service. */
@Configuration(proxyBeanMethods = false)
class RelayConfiguration {

  private static final int PAGE = 1_000;

  /** Of a comparison; a walk through a large log to send something again takes its time. */
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @Bean
  RelayState relayState(MeterRegistry meters) {
    RelayState state = new RelayState();
    state.register(meters);
    return state;
  }

  @Bean
  Relay relay(Settings settings, RelaySettings relay, EventReader reader, LogSignal signal, RelayState state) {
    return new Relay(
        connections(settings),
        reader,
        position -> new PollingFeed(reader, position, PAGE, signal),
        new Brokers(settings.kafka().bootstrap(), relay.compression()),
        relay,
        state);
  }

  @Bean
  Copies relayCopies(Settings settings, RelaySettings relay, EventReader reader) {
    return new Copies(
        connections(settings),
        reader,
        new Brokers(settings.kafka().bootstrap(), relay.compression()),
        relay);
  }

  @Bean
  TopicChecks topicChecks(Settings settings, RelaySettings relay, EventReader reader) {
    return new TopicChecks(
        connections(settings),
        reader,
        new Brokers(settings.kafka().bootstrap(), relay.compression()),
        relay,
        PATIENCE);
  }

  @Bean
  RelayLifecycle relayLifecycle(
      Relay relay, Copies copies, TopicChecks checks, RelaySettings settings, RelayState state) {
    return new RelayLifecycle(relay, copies, checks, settings, state);
  }

  @Bean
  HealthIndicator relayHealthIndicator(RelayState state) {
    return () -> {
      Health.Builder health = state.role() == Role.FAILING ? Health.down() : Health.up();
      String reason = state.reason();
      if (reason != null) {
        health.withDetail("reason", reason);
      }
      if (state.refused() > 0) {
        health.withDetail("refused", state.refused());
      }
      return health
          .withDetail("role", state.role())
          .withDetail("position", state.position())
          .withDetail("lag", state.lag())
          .build();
    };
  }

  private static Relay.Connections connections(Settings settings) {
    return () -> settings.postgres().connect("attune-relay", 10);
  }
}
