package dev.attune.query.platform;

import dev.attune.contracts.wire.EventCodec;
import dev.attune.contracts.wire.avro.RelayedCodec;
import dev.attune.core.decision.Decisions;
import dev.attune.core.rule.Rules;
import dev.attune.query.answer.Subscriptions;
import dev.attune.query.audience.AudienceEndpoint;
import dev.attune.query.audience.AudienceValues;
import dev.attune.query.audience.Audiences;
import dev.attune.query.audience.Census;
import dev.attune.query.audience.CrossingEndpoint;
import dev.attune.query.daily.DailyEndpoint;
import dev.attune.query.decision.DecisionEndpoint;
import dev.attune.query.definition.DefinitionReader;
import dev.attune.query.funnel.FunnelEndpoint;
import dev.attune.query.funnel.FunnelValues;
import dev.attune.query.history.ProfileHistory;
import dev.attune.query.metric.MetricEndpoint;
import dev.attune.query.metric.MetricValues;
import dev.attune.query.product.ProductEndpoint;
import dev.attune.query.profile.People;
import dev.attune.query.profile.ProfileEndpoint;
import dev.attune.query.profile.SegmentProfileEndpoint;
import dev.attune.query.profile.search.SearchEndpoint;
import dev.attune.query.timeline.TimelineEndpoint;
import dev.attune.query.totals.TotalsEndpoint;
import java.time.Clock;
import java.util.Map;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import tools.jackson.databind.json.JsonMapper;

/** Which endpoint answers from which projection. */
@Configuration(proxyBeanMethods = false)
class EndpointConfiguration {

  @Bean
  People people(Projections projections, RelayedCodec records, EventCodec events, Settings settings) {
    return new People(
        projections.live("profile"),
        new ProfileHistory(projections.live("profile"), records),
        events,
        settings.query().waitAtMost());
  }

  @Bean
  ProfileEndpoint profileEndpoint(People people) {
    return new ProfileEndpoint(people, Clock.systemUTC());
  }

  /** Whoever keeps something else of each person adds it here, under the name that conditions have for it. */
  @Bean
  SearchEndpoint searchEndpoint(
      Projections projections, Census census, DefinitionReader definitions, Settings settings) {
    return new SearchEndpoint(
        projections.live("profile"),
        Map.of(
            "metric", new MetricValues(projections.live("metric"), definitions),
            "funnel", new FunnelValues(projections.live("funnel"), definitions),
            "audience", new AudienceValues(projections.live("audience"), census)),
        definitions,
        Clock.systemUTC(),
        settings.query().waitAtMost());
  }

  @Bean
  SegmentProfileEndpoint segmentProfileEndpoint(People people) {
    return new SegmentProfileEndpoint(people);
  }

  @Bean
  TimelineEndpoint timelineEndpoint(
      Projections projections, RelayedCodec records, EventCodec events, Settings settings) {
    return new TimelineEndpoint(projections.live("timeline"), records, events, settings.query().waitAtMost());
  }

  @Bean
  TotalsEndpoint totalsEndpoint(Projections projections, Settings settings) {
    return new TotalsEndpoint(projections.live("totals"), settings.query().waitAtMost());
  }

  @Bean
  DailyEndpoint dailyEndpoint(Projections projections, Settings settings) {
    return new DailyEndpoint(projections.live("daily"), Clock.systemUTC(), settings.query().waitAtMost());
  }

  @Bean
  ProductEndpoint productEndpoint(Projections projections, Settings settings) {
    return new ProductEndpoint(projections.live("product"), Clock.systemUTC(), settings.query().waitAtMost());
  }

  @Bean
  MetricEndpoint metricEndpoint(
      Projections projections,
      RelayedCodec records,
      EventCodec events,
      DefinitionReader definitions,
      Settings settings) {
    return new MetricEndpoint(
        projections.live("metric"),
        projections.live("profile"),
        new ProfileHistory(projections.live("profile"), records),
        events,
        definitions,
        Clock.systemUTC(),
        settings.query().waitAtMost());
  }

  @Bean
  FunnelEndpoint funnelEndpoint(Projections projections, DefinitionReader definitions, Settings settings) {
    return new FunnelEndpoint(
        projections.live("funnel"), projections.live("profile"), definitions, Clock.systemUTC(),
        settings.query().waitAtMost());
  }

  @Bean(initMethod = "start", destroyMethod = "close")
  Census census(Projections projections, Audiences audiences, DefinitionReader definitions) {
    return new Census(projections.live("audience"), audiences, definitions, Clock.systemUTC());
  }

  @Bean
  AudienceEndpoint audienceEndpoint(
      Projections projections, Census census, DefinitionReader definitions, Settings settings) {
    return new AudienceEndpoint(
        projections.live("audience"), projections.live("profile"), census, definitions, Clock.systemUTC(),
        settings.query().waitAtMost());
  }

  @Bean
  CrossingEndpoint crossingEndpoint(
      Projections projections, Subscriptions subscriptions, JsonMapper json, Settings settings) {
    return new CrossingEndpoint(
        projections.live("audience"), subscriptions, json, Clock.systemUTC(), settings.query().waitAtMost());
  }

  @Bean
  DecisionEndpoint decisionEndpoint(
      Projections projections,
      RelayedCodec records,
      EventCodec events,
      DefinitionReader definitions,
      Settings settings) {
    return new DecisionEndpoint(
        projections.live("profile"),
        new ProfileHistory(projections.live("profile"), records),
        events,
        definitions,
        new Decisions(new Rules()),
        settings.query().waitAtMost());
  }
}
