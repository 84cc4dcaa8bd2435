package dev.attune.eventstore.autoconfigure;

import dev.attune.eventstore.axon.AxonSchema;
import javax.sql.DataSource;
import org.axonframework.common.jdbc.ConnectionProvider;
import org.axonframework.common.jdbc.UnitOfWorkAwareConnectionProviderWrapper;
import org.axonframework.common.transaction.TransactionManager;
import org.axonframework.eventhandling.deadletter.jdbc.DeadLetterSchema;
import org.axonframework.eventhandling.deadletter.jdbc.JdbcSequencedDeadLetterQueue;
import org.axonframework.eventhandling.tokenstore.TokenStore;
import org.axonframework.eventhandling.tokenstore.jdbc.JdbcTokenStore;
import org.axonframework.eventhandling.tokenstore.jdbc.TokenSchema;
import org.axonframework.serialization.Serializer;
import org.axonframework.serialization.jackson3.Jackson3SerializerCustomizer;
import org.axonframework.spring.jdbc.SpringDataSourceConnectionProvider;
import org.axonframework.spring.messaging.unitofwork.SpringTransactionManager;
import org.axonframework.springboot.EventProcessorProperties;
import org.axonframework.springboot.TokenStoreProperties;
import org.axonframework.springboot.util.DeadLetterQueueProviderConfigurerModule;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.transaction.PlatformTransactionManager;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.jsontype.BasicPolymorphicTypeValidator;
import tools.jackson.databind.jsontype.PolymorphicTypeValidator;

/** Where event processors keep their tokens and dead letters: in the same database, in its transactions. */
@AutoConfiguration(
    after = AttuneEventStoreAutoConfiguration.class,
    beforeName = {
      "org.axonframework.springboot.autoconfig.JpaAutoConfiguration",
      "org.axonframework.springboot.autoconfig.JdbcAutoConfiguration",
      "org.axonframework.springboot.autoconfig.TransactionAutoConfiguration",
      "org.axonframework.springboot.autoconfig.NoOpTransactionAutoConfiguration",
      "org.axonframework.springboot.autoconfig.EventProcessingAutoConfiguration",
      "org.axonframework.springboot.autoconfig.AxonAutoConfiguration"
    })
@ConditionalOnBean(StoreDatabase.class)
@EnableConfigurationProperties({TokenStoreProperties.class, EventProcessorProperties.class})
public class AttuneProcessingAutoConfiguration {

  @Bean
  @ConditionalOnMissingBean
  TransactionManager axonTransactionManager(PlatformTransactionManager transactions) {
    return new SpringTransactionManager(transactions);
  }

  @Bean
  @ConditionalOnMissingBean
  ConnectionProvider connectionProvider(DataSource database) {
    return new UnitOfWorkAwareConnectionProviderWrapper(new SpringDataSourceConnectionProvider(database));
  }

  @Bean
  @ConditionalOnMissingBean
  TokenSchema tokenSchema() {
    return AxonSchema.tokens();
  }

  /**
   * @param database migrated before anybody looks for a token
   */
  @Bean
  @ConditionalOnMissingBean(TokenStore.class)
  JdbcTokenStore tokenStore(
      StoreDatabase database,
      ConnectionProvider connections,
      Serializer serializer,
      TokenSchema schema,
      TokenStoreProperties properties) {
    return JdbcTokenStore.builder()
        .connectionProvider(connections)
        .serializer(serializer)
        .schema(schema)
        .claimTimeout(properties.getClaimTimeout())
        .build();
  }

  @Bean
  @ConditionalOnMissingBean
  DeadLetterSchema deadLetterSchema() {
    return AxonSchema.deadLetters();
  }

  /** A queue for each processing group with {@code axon.eventhandling.processors.<group>.dlq.enabled=true}. */
  @Bean
  @ConditionalOnMissingBean
  DeadLetterQueueProviderConfigurerModule deadLetterQueueProviderConfigurerModule(
      EventProcessorProperties processors,
      ConnectionProvider connections,
      TransactionManager transactions,
      DeadLetterSchema schema,
      @Qualifier("eventSerializer") Serializer eventSerializer,
      Serializer genericSerializer) {
    return new DeadLetterQueueProviderConfigurerModule(
        processors,
        group ->
            axon ->
                JdbcSequencedDeadLetterQueue.builder()
                    .processingGroup(group)
                    .connectionProvider(connections)
                    .transactionManager(transactions)
                    .schema(schema)
                    .genericSerializer(genericSerializer)
                    .eventSerializer(eventSerializer)
                    .build());
  }

  /** Apart, so that nothing asks for Jackson's classes where there are none. */
  @Configuration(proxyBeanMethods = false)
  @ConditionalOnClass({JsonMapper.class, Jackson3SerializerCustomizer.class})
  static class Jackson {

    /**
     * For {@code axon.serializer.general=jackson3}: Jackson 3 by itself refuses to read Axon's own tokens again. Allows those
     * and no other types.
     */
    @Bean
    @ConditionalOnMissingBean
    Jackson3SerializerCustomizer tokensForJackson() {
      PolymorphicTypeValidator tokens =
          BasicPolymorphicTypeValidator.builder().allowIfSubType("org.axonframework.eventhandling.").build();
      return mapper -> mapper.polymorphicTypeValidator(tokens);
    }
  }
}
