package dev.attune.query.platform;

import dev.attune.query.view.MongoViewStore;
import dev.attune.query.view.ViewStore;
import java.security.SecureRandom;
import java.util.concurrent.TimeUnit;
import org.springframework.boot.mongodb.autoconfigure.MongoClientSettingsBuilderCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.data.mongodb.core.MongoTemplate;

/** The view store. */
@Configuration(proxyBeanMethods = false)
class ViewConfiguration {

  @Bean
  MongoClientSettingsBuilderCustomizer views() {
    return settings ->
        MongoViewStore.settings(settings)
            .applyToClusterSettings(cluster -> cluster.serverSelectionTimeout(3, TimeUnit.SECONDS));
  }

  @Bean
  ViewStore viewStore(MongoTemplate mongo) {
    SecureRandom random = new SecureRandom();
    return new MongoViewStore(mongo, () -> "%08x".formatted(random.nextInt()));
  }
}
