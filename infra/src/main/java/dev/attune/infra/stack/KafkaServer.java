package dev.attune.infra.stack;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;

/** One Kafka broker that is its own controller, in a JVM of its own. */
record KafkaServer(Settings settings, int port) implements Server {

  private static final String MAIN = "dev.attune.infra.broker.Broker";
  private static final int CLUSTER_ID_BYTES = 16;

  @Override
  public void prepare() {
    try {
      Files.createDirectories(folder());
      ensureClusterId();
      Files.writeString(configuration(), text());
    } catch (IOException e) {
      throw new StackException("Cannot prepare " + folder() + ": " + e.getMessage(), e);
    }
  }

  @Override
  public Launch launch() {
    List<String> flags = JavaProgram.withUserFlags(settings, "ATTUNE_KAFKA_JVM",
        List.of("-Xms64m", "-Xmx256m", "-XX:MaxDirectMemorySize=128m"));
    List<String> arguments = List.of(configuration().toString(), clusterIdFile().toString());
    return JavaProgram.ofThisModule(MAIN, settings, flags, arguments, folder());
  }

  @Override
  public Probe probe() {
    return new KafkaProbe("127.0.0.1", port);
  }

  @Override
  public List<NamedPort> furtherPorts() {
    return List.of(new NamedPort(settings.controllerPort(), Settings.CONTROLLER_PORT));
  }

  private void ensureClusterId() throws IOException {
    if (Files.exists(clusterIdFile())) {
      return;
    }
    byte[] bytes = new byte[CLUSTER_ID_BYTES];
    new SecureRandom().nextBytes(bytes);
    // an id that begins with a dash would look like an option to Kafka's tools
    bytes[0] &= 0x3f;
    Path draft = folder().resolve("cluster-id.new");
    Files.writeString(draft, Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
    Files.move(draft, clusterIdFile(), StandardCopyOption.ATOMIC_MOVE);
  }

  private String text() throws IOException {
    try (InputStream in = KafkaServer.class.getResourceAsStream("/kafka-server.properties")) {
      if (in == null) {
        throw new IOException("kafka-server.properties is missing from this build");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .replace("{port}", String.valueOf(port))
          .replace("{controllerPort}", String.valueOf(settings.controllerPort()))
          .replace("{data}", folder().resolve("data").toString());
    }
  }

  private Path folder() {
    return settings.home().resolve("kafka");
  }

  private Path configuration() {
    return folder().resolve("server.properties");
  }

  private Path clusterIdFile() {
    return folder().resolve("cluster-id");
  }
}
