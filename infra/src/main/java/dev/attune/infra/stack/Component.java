package dev.attune.infra.stack;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The parts of a local Attune, in the order in which they are started. */
public enum Component {
  POSTGRES("postgres", "PostgreSQL", 7803, "ATTUNE_POSTGRES_PORT", "ATTUNE_POSTGRES_URL"),
  KAFKA("kafka", "Kafka", 7804, "ATTUNE_KAFKA_PORT", "ATTUNE_KAFKA_BOOTSTRAP"),
  VIEWS("views", "View store", 7806, "ATTUNE_VIEWS_PORT", "ATTUNE_MONGODB_URI"),
  COMMAND("command-service", "Command service", 7801, "ATTUNE_COMMAND_PORT", ""),
  QUERY("query-service", "Query service", 7802, "ATTUNE_QUERY_PORT", "");

  private final String id;
  private final String title;
  private final int defaultPort;
  private final String portVariable;
  private final String externalVariable;

  Component(String id, String title, int defaultPort, String portVariable, String externalVariable) {
    this.id = id;
    this.title = title;
    this.defaultPort = defaultPort;
    this.portVariable = portVariable;
    this.externalVariable = externalVariable;
  }

  /** The name used on the command line and for log and pid files. */
  public String id() {
    return id;
  }

  /** The name shown to people. */
  public String title() {
    return title;
  }

  public int defaultPort() {
    return defaultPort;
  }

  /** The environment variable that chooses another port. */
  public String portVariable() {
    return portVariable;
  }

  /** The environment variable that points to a server outside; the services have none. */
  public Optional<String> externalVariable() {
    return externalVariable.isEmpty() ? Optional.empty() : Optional.of(externalVariable);
  }

  /** What must be healthy before this one is started. */
  public Set<Component> needs() {
    return switch (this) {
      case POSTGRES, KAFKA, VIEWS -> EnumSet.noneOf(Component.class);
      case COMMAND -> EnumSet.of(POSTGRES, KAFKA);
      case QUERY -> EnumSet.of(KAFKA, VIEWS);
    };
  }

  /** The servers that hold data, without the two services. */
  public static Set<Component> servers() {
    return EnumSet.of(POSTGRES, KAFKA, VIEWS);
  }

  /**
   * Finds a component by its id.
   *
   * @throws StackException naming the known ones when there is none of that id
   */
  public static Component ofId(String id) {
    return Arrays.stream(values())
        .filter(component -> component.id.equals(id))
        .findFirst()
        .orElseThrow(() -> new StackException("There is no component '" + id + "'. There are: " + ids() + "."));
  }

  private static String ids() {
    return String.join(", ", List.of(values()).stream().map(Component::id).toList());
  }
}
