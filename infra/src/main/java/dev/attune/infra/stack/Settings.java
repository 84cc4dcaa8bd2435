package dev.attune.infra.stack;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * Where the stack lives and what the environment says about it.
 *
 * @param repository the folder that holds the services' jars below their modules
 * @param home the data folder; everything that the stack writes is below it
 * @param binaries where PostgreSQL's programs are unpacked; several stacks may share it
 * @param environment the ATTUNE_ variables, see docs/operations.md
 */
public record Settings(Path repository, Path home, Path binaries, Map<String, String> environment) {

  static final String CONTROLLER_PORT = "ATTUNE_KAFKA_CONTROLLER_PORT";
  private static final int DEFAULT_CONTROLLER_PORT = 7805;

  public Settings {
    repository = repository.toAbsolutePath().normalize();
    home = home.toAbsolutePath().normalize();
    binaries = binaries.toAbsolutePath().normalize();
    environment = Map.copyOf(environment);
  }

  /** Settings of the repository around the working folder: ATTUNE_HOME, else the folder .attune in it. */
  public static Settings fromEnvironment() {
    Path repository = findRepository();
    Map<String, String> environment = System.getenv();
    Path home = value(environment, "ATTUNE_HOME").map(Path::of).orElse(repository.resolve(".attune"));
    return new Settings(repository, home, home.resolve("postgres"), environment);
  }

  /** The port of the first node of a component. */
  public int port(Component component) {
    return port(component.portVariable(), component.defaultPort());
  }

  /** Where the services are unpacked and class archives are kept; several stacks may share it. */
  Path programs() {
    return binaries.resolveSibling("app");
  }

  int controllerPort() {
    return port(CONTROLLER_PORT, DEFAULT_CONTROLLER_PORT);
  }

  /** The address of a server outside, if one is set for this component: then none is started here. */
  public Optional<String> external(Component component) {
    return component.externalVariable().flatMap(this::value);
  }

  Optional<String> value(String variable) {
    return value(environment, variable);
  }

  private static Optional<String> value(Map<String, String> environment, String variable) {
    return Optional.ofNullable(environment.get(variable)).map(String::strip).filter(text -> !text.isEmpty());
  }

  private int port(String variable, int otherwise) {
    Optional<String> text = value(variable);
    if (text.isEmpty()) {
      return otherwise;
    }
    try {
      int port = Integer.parseInt(text.get());
      if (port >= 1 && port <= 65_535) {
        return port;
      }
    } catch (NumberFormatException e) {
      // told below, together with numbers out of range
    }
    throw new StackException(variable + "=" + text.get() + " is not a port: use a number from 1 to 65535.");
  }

  static Path findRepository() {
    String given = System.getProperty("attune.repository");
    if (given != null) {
      return Path.of(given);
    }
    Path start = Path.of("").toAbsolutePath();
    for (Path folder = start; folder != null; folder = folder.getParent()) {
      if (Files.exists(folder.resolve("mvnw")) && Files.isDirectory(folder.resolve("infra"))) {
        return folder;
      }
    }
    throw new StackException("This is not inside a checkout of Attune: " + start);
  }
}
