package dev.attune.infra.stack;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * One node of one of the two services.
 *
 * @param program what follows {@code java} and its flags; empty: the service's jar
 */
record SpringService(Settings settings, Node node, Secrets secrets, Addresses addresses, List<String> program)
    implements Server {

  private static final List<String> COMMAND_FLAGS = List.of("-Xms64m", "-Xmx384m");

  @Override
  public void check() {
    if (!Files.exists(jar())) {
      throw new StackException("There is no " + jar() + ". Build it: ./mvnw -DskipTests package");
    }
  }

  @Override
  public void prepare() {
    unpacked().ensure();
  }

  @Override
  public Launch launch() {
    List<String> flags = new ArrayList<>(node.component() == Component.COMMAND ? COMMAND_FLAGS : QueryHeap.FLAGS);
    if (!program.isEmpty()) {
      List<String> command = JavaProgram.java(JavaProgram.withUserFlags(settings, jvmVariable(), flags));
      command.addAll(program);
      return new Launch(command, settings.home(), environment());
    }
    Path jar = unpacked().ensure();
    flags.addAll(JavaProgram.keepingClasses(jar.resolveSibling("classes.jsa")));
    List<String> command = JavaProgram.java(JavaProgram.withUserFlags(settings, jvmVariable(), flags));
    command.addAll(List.of("-jar", jar.toString()));
    return new Launch(command, settings.home(), environment());
  }

  @Override
  public Probe probe() {
    return new HttpProbe(URI.create("http://" + address() + ":" + node.port() + "/actuator/health/readiness"));
  }

  private Map<String, String> environment() {
    Map<String, String> environment = new HashMap<>();
    environment.put("ATTUNE_BIND", settings.value("ATTUNE_BIND").orElse("127.0.0.1"));
    environment.put("ATTUNE_NODE", node.name());
    environment.put(node.component().portVariable(), String.valueOf(node.port()));
    environment.put("ATTUNE_KAFKA_BOOTSTRAP", addresses.kafkaBootstrap());
    for (String key : List.of(Secrets.ADMIN_KEY, Secrets.READ_KEY, Secrets.OPERATOR_KEY, Secrets.IDENTITY_KEY)) {
      environment.put(key, secrets.value(key));
    }
    if (node.component() == Component.COMMAND) {
      environment.put("ATTUNE_POSTGRES_URL", addresses.jdbcUrl());
      environment.putAll(roles());
    } else {
      environment.put("ATTUNE_MONGODB_URI", addresses.mongoUri());
    }
    return environment;
  }

  /** The service works with a role that owns nothing. On a server outside, that is up to who gives the roles. */
  private Map<String, String> roles() {
    if (settings.external(Component.POSTGRES).isEmpty()) {
      return Map.of(
          "ATTUNE_POSTGRES_USER", PostgresServer.APPLICATION,
          Secrets.POSTGRES_PASSWORD, secrets.applicationPassword(),
          Secrets.OWNER, PostgresServer.USER,
          Secrets.OWNER_PASSWORD, secrets.postgresPassword());
    }
    Map<String, String> given = new HashMap<>();
    given.put("ATTUNE_POSTGRES_USER", addresses.postgresUser());
    given.put(Secrets.POSTGRES_PASSWORD, secrets.postgresPassword());
    for (String key : List.of(Secrets.OWNER, Secrets.OWNER_PASSWORD)) {
      settings.value(key).ifPresent(value -> given.put(key, value));
    }
    return given;
  }

  private String address() {
    return settings.value("ATTUNE_BIND").filter(bind -> !bind.equals("0.0.0.0")).orElse("127.0.0.1");
  }

  private String jvmVariable() {
    return node.component() == Component.COMMAND ? "ATTUNE_COMMAND_JVM" : "ATTUNE_QUERY_JVM";
  }

  private UnpackedService unpacked() {
    return new UnpackedService(jar(), settings.programs());
  }

  private Path jar() {
    String id = node.component().id();
    return settings.repository().resolve(id).resolve("target").resolve(id + ".jar");
  }
}
