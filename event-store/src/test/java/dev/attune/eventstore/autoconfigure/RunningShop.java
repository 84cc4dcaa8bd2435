package dev.attune.eventstore.autoconfigure;

import dev.attune.eventstore.TestDatabase;
import dev.attune.eventstore.autoconfigure.shop.Ledger;
import dev.attune.eventstore.autoconfigure.shop.ShopApplication;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/** The shop as a running application. */
final class RunningShop implements AutoCloseable {

  private static final Duration LONG_ENOUGH = Duration.ofSeconds(30);

  private final ConfigurableApplicationContext context;

  private RunningShop(ConfigurableApplicationContext context) {
    this.context = context;
  }

  static RunningShop on(TestDatabase database, String... settings) {
    return on(database, ShopApplication.class, settings);
  }

  static RunningShop on(TestDatabase database, Class<?> application, String... settings) {
    System.setProperty("org.springframework.boot.logging.LoggingSystem", "none");
    Map<String, Object> defaults = new HashMap<>();
    defaults.put("spring.datasource.url", database.jdbcUrl());
    defaults.put("axon.serializer.general", "jackson");
    defaults.put("spring.main.banner-mode", "off");
    // read from the system by the checker's own thread too
    System.setProperty("axoniq.update-checker.disabled", "true");
    SpringApplicationBuilder builder =
        new SpringApplicationBuilder(application).web(WebApplicationType.NONE).properties(defaults);
    String[] arguments = new String[settings.length];
    for (int i = 0; i < settings.length; i++) {
      arguments[i] = "--" + settings[i];
    }
    return new RunningShop(builder.run(arguments));
  }

  <T> T bean(Class<T> type) {
    return context.getBean(type);
  }

  ConfigurableApplicationContext context() {
    return context;
  }

  <R> R send(Object command) {
    return bean(CommandGateway.class).sendAndWait(command);
  }

  /** The ledger's entries, once there are as many as these or the wait is over. */
  List<String> entries(int atLeast) throws InterruptedException {
    List<String> entries = bean(Ledger.class).entries();
    long deadline = System.nanoTime() + LONG_ENOUGH.toNanos();
    while (entries.size() < atLeast && System.nanoTime() < deadline) {
      Thread.sleep(5);
    }
    return List.copyOf(entries);
  }

  @Override
  public void close() {
    context.close();
  }
}
