package dev.attune.command.decision;

import dev.attune.command.platform.NodeClock;
import dev.attune.command.profile.ProfileStreams;
import dev.attune.contracts.wire.EventCodec;
import dev.attune.core.decision.Decisions;
import dev.attune.core.rule.Rules;
import dev.attune.eventstore.read.EventReader;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class DecisionConfiguration {

  @Bean
  Rules rules() {
    return new Rules();
  }

  @Bean
  DecideHandler decideHandler(
      ProfileStreams streams,
      Rules rules,
      KnownDefinitions definitions,
      NodeClock clock,
      EventReader reader,
      EventCodec codec) {
    return new DecideHandler(streams, new Decisions(rules), definitions, clock, reader, codec);
  }
}
