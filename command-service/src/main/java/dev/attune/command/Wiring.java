package dev.attune.command;

import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.impl.TimeBasedEpochGenerator;
import dev.attune.command.collect.Credentials;
import dev.attune.command.collect.Rejects;
import dev.attune.command.collect.Senders;
import dev.attune.command.decision.Callers;
import dev.attune.command.decision.KnownDefinitions;
import dev.attune.command.definition.DefinitionRegistry;
import dev.attune.command.platform.LogFollower;
import dev.attune.command.quarantine.QuarantineStore;
import dev.attune.command.quarantine.Quarantined;
import dev.attune.command.source.Source;
import dev.attune.command.source.SourceRegistry;
import dev.attune.core.definition.DefinitionHistory;
import java.util.Map;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Where slices meet that do not know each other. */
@Configuration(proxyBeanMethods = false)
class Wiring {

  @Bean
  Senders senders(SourceRegistry sources) {
    return writeKey -> sources.withKey(writeKey).map(Source::id);
  }

  @Bean
  KnownDefinitions knownDefinitions(DefinitionRegistry registry, LogFollower definitionFollower) {
    return new KnownDefinitions() {
      @Override
      public DefinitionHistory now() {
        return registry.get();
      }

      @Override
      public DefinitionHistory upTo(long position) {
        if (registry.get().latest().position() < position) {
          definitionFollower.catchUp();
        }
        return registry.get();
      }
    };
  }

  @Bean
  Callers callers(Credentials credentials) {
    return request -> credentials.source(request, Map.of());
  }

  @Bean
  Rejects rejects(QuarantineStore quarantine) {
    TimeBasedEpochGenerator ids = Generators.timeBasedEpochGenerator();
    return rejects ->
        quarantine.keep(
            rejects.stream()
                .map(
                    reject ->
                        new Quarantined(
                            ids.generate(), reject.source(), reject.receivedAt(), reject.endpoint(), reject.reasons(),
                            reject.body(), Math.toIntExact(Math.min(reject.bodyLength(), Integer.MAX_VALUE))))
                .toList());
  }
}
