package dev.attune.query;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;

/** Starts query-service. */
@SpringBootApplication
@ConfigurationPropertiesScan
public class QueryServiceApplication {

  public static void main(String[] arguments) {
    SpringApplication.run(QueryServiceApplication.class, arguments);
  }
}
