package dev.attune.infra.stack;

/** Where clients find the stack: the servers started here, or those outside that the settings name. */
public final class Addresses {

  private final Settings settings;

  Addresses(Settings settings) {
    this.settings = settings;
  }

  public String jdbcUrl() {
    return settings.external(Component.POSTGRES)
        .orElseGet(() -> PostgresServer.jdbcUrl(settings.port(Component.POSTGRES)));
  }

  public String postgresUser() {
    return settings.value("ATTUNE_POSTGRES_USER")
        .filter(user -> settings.external(Component.POSTGRES).isPresent())
        .orElse(PostgresServer.USER);
  }

  /** The role that owns the log's database. */
  public String postgresOwner() {
    return settings.value(Secrets.OWNER)
        .filter(owner -> settings.external(Component.POSTGRES).isPresent())
        .orElseGet(this::postgresUser);
  }

  public String kafkaBootstrap() {
    return settings.external(Component.KAFKA).orElseGet(() -> "127.0.0.1:" + settings.port(Component.KAFKA));
  }

  public String mongoUri() {
    return settings.external(Component.VIEWS)
        .orElseGet(() -> "mongodb://127.0.0.1:" + settings.port(Component.VIEWS) + "/attune");
  }

  /** Without a slash at its end. */
  public String commandUrl() {
    return "http://127.0.0.1:" + settings.port(Component.COMMAND);
  }

  /** Without a slash at its end. */
  public String queryUrl() {
    return "http://127.0.0.1:" + settings.port(Component.QUERY);
  }
}
