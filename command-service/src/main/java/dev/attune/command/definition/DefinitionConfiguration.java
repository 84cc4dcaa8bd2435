package dev.attune.command.definition;

import dev.attune.command.platform.LogFollower;
import dev.attune.contracts.DefinitionEvent;
import dev.attune.contracts.Stored;
import dev.attune.contracts.wire.EventCodec;
import dev.attune.core.rule.Rules;
import dev.attune.eventstore.append.Appender;
import dev.attune.eventstore.read.EventReader;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class DefinitionConfiguration {

  private static final List<String> NAMES =
      Arrays.stream(DefinitionEvent.class.getPermittedSubclasses())
          .map(type -> type.getAnnotation(Stored.class).name())
          .toList();

  private static final Rules OF_PEOPLE = Rules.ofPeople();

  @Bean
  DefinitionRegistry definitionRegistry(EventCodec codec) {
    return new DefinitionRegistry(codec);
  }

  /** All of them are always in memory, and the log is followed: nothing is ever looked for in vain. */
  @Bean
  Gauge definitionMeter(DefinitionRegistry registry, MeterRegistry meters) {
    return Gauge.builder("attune.cache.entries", registry, known -> known.get().events().size())
        .description("How much is in memory now")
        .tag("cache", "definitions")
        .register(meters);
  }

  @Bean
  LogFollower definitionFollower(EventReader reader, DefinitionRegistry registry) {
    return new LogFollower(reader, NAMES, registry::accept);
  }

  @Bean
  DefinitionRefresh definitionRefresh(LogFollower definitionFollower) {
    return new DefinitionRefresh(definitionFollower);
  }

  @Bean
  DefinitionParser definitionParser(Rules rules) {
    return new DefinitionParser(rules, OF_PEOPLE);
  }

  @Bean
  ApplyDefinitionsHandler applyDefinitionsHandler(
      DefinitionRegistry registry,
      LogFollower definitionFollower,
      EventReader reader,
      Appender appender,
      EventCodec codec,
      Clock clock) {
    return new ApplyDefinitionsHandler(registry, definitionFollower, reader, appender, codec, clock, OF_PEOPLE);
  }
}
