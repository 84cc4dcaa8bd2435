package dev.attune.infra.broker;

import java.io.FileInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import kafka.Kafka;
import kafka.tools.StorageTool;

/** Formats the storage unless that was done, and then runs Kafka; one JVM for both saves over a second. */
public final class Broker {

  private Broker() {}

  /**
   * Runs until SIGTERM.
   *
   * @param arguments the configuration file and the file with the cluster id
   */
  public static void main(String[] arguments) throws IOException {
    String configuration = arguments[0];
    if (!formatted(configuration)) {
      String clusterId = Files.readString(Path.of(arguments[1])).strip();
      String[] format = {"format", "--cluster-id", clusterId, "--config", configuration, "--ignore-formatted"};
      int status = StorageTool.execute(format, System.out);
      if (status != 0) {
        System.exit(status);
      }
    }
    Kafka.main(new String[] {configuration});
  }

  private static boolean formatted(String configuration) throws IOException {
    Properties properties = new Properties();
    try (FileInputStream in = new FileInputStream(configuration)) {
      properties.load(in);
    }
    return Files.exists(Path.of(properties.getProperty("log.dirs", "")).resolve("meta.properties"));
  }
}
