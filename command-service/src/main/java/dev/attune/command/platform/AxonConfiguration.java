package dev.attune.command.platform;

import dev.attune.eventstore.append.Appender;
import dev.attune.eventstore.axon.AttuneEventStorageEngine;
import dev.attune.eventstore.read.EventReader;
import javax.sql.DataSource;
import org.axonframework.commandhandling.CommandBus;
import org.axonframework.commandhandling.SimpleCommandBus;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.axonframework.commandhandling.gateway.DefaultCommandGateway;
import org.axonframework.common.jdbc.ConnectionProvider;
import org.axonframework.common.transaction.TransactionManager;
import org.axonframework.eventhandling.tokenstore.TokenStore;
import org.axonframework.eventhandling.tokenstore.jdbc.JdbcTokenStore;
import org.axonframework.eventhandling.tokenstore.jdbc.TokenSchema;
import org.axonframework.eventsourcing.eventstore.EmbeddedEventStore;
import org.axonframework.eventsourcing.eventstore.EventStorageEngine;
import org.axonframework.serialization.Serializer;
import org.axonframework.serialization.jackson3.Jackson3Serializer;
import org.axonframework.spring.jdbc.SpringDataSourceConnectionProvider;
import org.axonframework.spring.messaging.unitofwork.SpringTransactionManager;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.transaction.PlatformTransactionManager;
import tools.jackson.databind.jsontype.BasicPolymorphicTypeValidator;
import tools.jackson.databind.jsontype.PolymorphicTypeValidator;

/**
 * Axon's parts, one by one. Its starter would, on Spring Boot 4 without JPA, leave out the event store and the token
 * store and take no transactions, all without a word.
 *
 * <p>The command bus has no transaction manager: with one, each command in flight would pin an idle connection. The
 * store's appender commits. The token store does have one.
 */
@Configuration(proxyBeanMethods = false)
class AxonConfiguration {

  @Bean
  CommandBus commandBus() {
    return SimpleCommandBus.builder().build();
  }

  @Bean
  CommandGateway commandGateway(CommandBus bus) {
    return DefaultCommandGateway.builder().commandBus(bus).build();
  }

  @Bean
  Commands commands(CommandGateway gateway) {
    return new Commands(gateway);
  }

  @Bean
  static CommandHandlers commandHandlers(ListableBeanFactory beans, CommandBus bus) {
    return new CommandHandlers(beans, bus);
  }

  @Bean
  EventStorageEngine eventStorageEngine(
      Appender appender, EventReader reader, DataSource database, Serializer serializer) {
    return AttuneEventStorageEngine.builder()
        .appender(appender)
        .reader(reader)
        .dataSource(database)
        .eventSerializer(serializer)
        .snapshotSerializer(serializer)
        .build();
  }

  @Bean(destroyMethod = "shutDown")
  EmbeddedEventStore eventStore(EventStorageEngine engine) {
    return EmbeddedEventStore.builder().storageEngine(engine).build();
  }

  @Bean
  TransactionManager axonTransactionManager(PlatformTransactionManager transactions) {
    return new SpringTransactionManager(transactions);
  }

  @Bean
  Serializer axonSerializer() {
    // Its default type validator refuses Axon's own tokens.
    PolymorphicTypeValidator tokens =
        BasicPolymorphicTypeValidator.builder().allowIfSubType("org.axonframework.eventhandling.").build();
    return Jackson3Serializer.builder()
        .jsonMapperBuilderCustomizer(mapper -> mapper.activateDefaultTyping(tokens))
        .build();
  }

  @Bean
  TokenStore tokenStore(DataSource database, Serializer serializer) {
    ConnectionProvider connections = new SpringDataSourceConnectionProvider(database);
    return JdbcTokenStore.builder()
        .connectionProvider(connections)
        .serializer(serializer)
        .schema(TokenSchema.builder().setTokenTable("attune_command.token").build())
        .build();
  }
}
