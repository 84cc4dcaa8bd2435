package dev.attune.query.platform;

import dev.attune.contracts.wire.EventCodec;
import dev.attune.contracts.wire.avro.AvroEventCodec;
import dev.attune.contracts.wire.avro.ProgressCodec;
import dev.attune.contracts.wire.avro.RelayedCodec;
import dev.attune.query.audience.Audiences;
import dev.attune.query.daily.DailyView;
import dev.attune.query.decision.DecisionView;
import dev.attune.query.definition.DefinitionReader;
import dev.attune.query.funnel.Funnels;
import dev.attune.query.history.ProfileHistory;
import dev.attune.query.metric.MetricView;
import dev.attune.query.product.Products;
import dev.attune.query.profile.ProfileProjection;
import dev.attune.query.projection.AnnouncementReader;
import dev.attune.query.projection.Announcements;
import dev.attune.query.projection.Brokers;
import dev.attune.query.projection.Decoder;
import dev.attune.query.projection.GapReporter;
import dev.attune.query.projection.LiveProjection;
import dev.attune.query.projection.Pace;
import dev.attune.query.projection.Precedence;
import dev.attune.query.projection.Projection;
import dev.attune.query.projection.ProjectionRunner;
import dev.attune.query.projection.RunnerSettings;
import dev.attune.query.projection.Sampler;
import dev.attune.query.timeline.TimelineView;
import dev.attune.query.totals.TotalsView;
import dev.attune.query.view.ViewStore;
import io.micrometer.core.instrument.MeterRegistry;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The projections, and what feeds them. */
@Configuration(proxyBeanMethods = false)
class ProjectionConfiguration {

  /** People look at these, rules do not: writing them in batches leaves the processors to profiles. */
  private static final Pace TIMELINE_PACE = Pace.of(Duration.ofMillis(100)).givingWay();

  /** Read your writes does not wait for it, and several events of a person become one write. */
  private static final Pace INSIGHTS_PACE = Pace.of(Duration.ofMillis(40));

  private static final Pace TOTALS_PACE = Pace.of(Duration.ofMillis(250)).givingWay();

  /** One view of a product changes the rankings of all others in the visit: they are written once for many events. */
  private static final Pace RANKINGS_PACE = Pace.of(Duration.ofMillis(500)).givingWay();

  @Bean
  Decoder decoder(RelayedCodec records, EventCodec events) {
    return new Decoder(records, events);
  }

  @Bean
  EventCodec eventCodec() {
    return new AvroEventCodec();
  }

  @Bean
  RelayedCodec relayedCodec() {
    return new RelayedCodec();
  }

  @Bean
  Announcements announcements() {
    return new Announcements();
  }

  @Bean
  Brokers brokers(Settings settings, @Value("${server.port}") int port) {
    String named = settings.kafka().instance();
    return new Brokers(settings.kafka().bootstrap(), named.isBlank() ? hostAndPort(port) : named);
  }

  @Bean(initMethod = "start", destroyMethod = "close")
  AnnouncementReader announcementReader(Brokers brokers, Announcements announcements) {
    return new AnnouncementReader(brokers, new ProgressCodec(), announcements);
  }

  @Bean(destroyMethod = "close")
  GapReporter gapReporter(Brokers brokers) {
    return new GapReporter(brokers);
  }

  @Bean(initMethod = "start", destroyMethod = "close")
  DefinitionReader definitionReader(
      Brokers brokers, RelayedCodec records, EventCodec events, Announcements announcements) {
    return new DefinitionReader(brokers, records, events, announcements);
  }

  @Bean
  Audiences audiences(RelayedCodec records, EventCodec events) {
    return new Audiences(records, events);
  }

  @Bean
  Precedence precedence() {
    return new Precedence();
  }

  @Bean
  Projections projections(
      Settings settings,
      ViewStore store,
      Brokers brokers,
      Announcements announcements,
      GapReporter reporter,
      RelayedCodec records,
      EventCodec events,
      Decoder decoder,
      DefinitionReader definitions,
      Audiences audiences,
      Precedence precedence,
      MeterRegistry registry) {
    RunnerSettings running =
        new RunnerSettings(
            settings.projection().cache().toBytes(),
            settings.projection().batch(),
            settings.projection().lanes(),
            settings.rebuild().lag(),
            settings.rebuild().share(),
            settings.rebuild().grace());
    Projection profile =
        new Projection(
            "profile", ProfileProjection.fold(records, events, new DecisionView()), Pace.AT_ONCE);
    Projection timeline = new Projection("timeline", 2, List.of(new TimelineView()), TIMELINE_PACE);
    Projection totals = new Projection("totals", 1, List.of(new TotalsView()), TOTALS_PACE);
    Projection metric = new Projection("metric", MetricView.fold(), INSIGHTS_PACE);
    Projection funnel = new Projection("funnel", Funnels.fold(), INSIGHTS_PACE);
    Projection daily = new Projection("daily", DailyView.fold(), TOTALS_PACE);
    Projection product = new Projection("product", Products.fold(), RANKINGS_PACE);
    Projection audience = new Projection("audience", audiences.fold(), INSIGHTS_PACE);
    return new Projections(
        List.of(profile, timeline, totals, daily, product, metric, funnel, audience).stream()
            .map(
                projection ->
                    new ProjectionRunner(
                        projection, store, brokers, announcements, reporter, decoder, definitions, registry,
                        precedence, running))
            .toList());
  }

  @Bean(initMethod = "start", destroyMethod = "close")
  Sampler sampler(
      Settings settings,
      Projections projections,
      ViewStore store,
      Announcements announcements,
      RelayedCodec records,
      Decoder decoder) {
    LiveProjection people = projections.live("profile");
    return new Sampler(
        projections.runners(), store, people, ProfileHistory.VIEW, new ProfileHistory(people, records), announcements,
        decoder, settings.reconcile().every());
  }

  /** Two processes of a host cannot have the same port: a restarted one is the same instance again. */
  private static @Nullable String hostAndPort(int port) {
    if (port == 0) {
      return null;
    }
    try {
      return "query-" + InetAddress.getLocalHost().getHostName().replaceAll("[^A-Za-z0-9.-]", "-") + "-" + port;
    } catch (UnknownHostException e) {
      return null;
    }
  }
}
