package dev.attune.query.platform;

import dev.attune.contracts.wire.EventCodec;
import dev.attune.contracts.wire.avro.RelayedCodec;
import dev.attune.query.answer.Subscriptions;
import dev.attune.query.history.ProfileHistory;
import dev.attune.query.live.ChangesEndpoint;
import dev.attune.query.live.ProfileChanges;
import dev.attune.query.projection.LiveProjection;
import dev.attune.query.totals.CountersEndpoint;
import dev.attune.query.totals.TotalsEndpoint;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import tools.jackson.databind.json.JsonMapper;

/** What tells clients of changes. */
@Configuration(proxyBeanMethods = false)
class LiveConfiguration {

  @Bean(destroyMethod = "")
  Subscriptions subscriptions(Settings settings, MeterRegistry registry) {
    Subscriptions subscriptions = new Subscriptions(settings.query().subscribers());
    Gauge.builder("attune.live.subscribers", subscriptions, Subscriptions::count)
        .description("clients that listen to changes")
        .register(registry);
    return subscriptions;
  }

  /** Lets those who listen go before the web server waits for their requests to end. */
  @Bean
  SmartLifecycle endOfSubscriptions(Subscriptions subscriptions) {
    return new SmartLifecycle() {
      @Override
      public void start() {
        // they are open from the beginning
      }

      @Override
      public void stop() {
        subscriptions.close();
      }

      @Override
      public boolean isRunning() {
        return subscriptions.isOpen();
      }
    };
  }

  @Bean
  ChangesEndpoint changesEndpoint(
      Projections projections,
      RelayedCodec records,
      EventCodec events,
      Subscriptions subscriptions,
      JsonMapper json,
      Settings settings) {
    LiveProjection profiles = projections.live("profile");
    return new ChangesEndpoint(
        profiles,
        new ProfileChanges(profiles, subscriptions),
        new ProfileHistory(profiles, records),
        events,
        subscriptions,
        json,
        settings.query().waitAtMost());
  }

  @Bean
  CountersEndpoint countersEndpoint(TotalsEndpoint totals, Subscriptions subscriptions, JsonMapper json) {
    return new CountersEndpoint(totals, subscriptions, json);
  }
}
