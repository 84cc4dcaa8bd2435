package dev.attune.command;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;

/** The command side as a process. */
@SpringBootApplication
@ConfigurationPropertiesScan
public class CommandServiceApplication {

  /** Starts the service; its settings are in {@code application.yaml}. */
  public static void main(String[] arguments) {
    // Axon asks its makers for updates and writes a machine id into the home folder unless told not to.
    System.setProperty("axoniq.update-checker.disabled", "true");
    SpringApplication.run(CommandServiceApplication.class, arguments);
  }
}
