package dev.attune.infra.stack;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * PostgreSQL from the embedded binaries. One role owns the database, another is what command-service works with and owns
 * nothing; no other may log in: there is no password for the superuser, who works through {@code postgres --single} while the server is down.
 */
record PostgresServer(Settings settings, int port, Secrets secrets) implements Server {

  static final String USER = "attune";
  static final String APPLICATION = "attune_app";
  static final String DATABASE = "attune";

  private static final String MAJOR_VERSION = "18";
  private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rwx------");
  private static final String HBA =
      "host " + DATABASE + " " + USER + "," + APPLICATION + " 127.0.0.1/32 scram-sha-256\n";

  @Override
  public void prepare() {
    PostgresBinaries binaries = PostgresBinaries.unpackedBelow(settings.binaries());
    RunAs runAs = RunAs.unprivileged();
    try {
      if (!initialized(settings)) {
        initialize(binaries, runAs);
      }
      refuseAnotherMajorVersion();
      runAs.own(data());
      Files.setPosixFilePermissions(data(), OWNER_ONLY);
      Files.deleteIfExists(data().resolve("postmaster.pid"));
      Files.writeString(data().resolve("postgresql.conf"), configuration());
      Files.writeString(data().resolve("pg_hba.conf"), HBA);
    } catch (IOException e) {
      throw new StackException("Cannot prepare " + data() + ": " + e.getMessage(), e);
    }
  }

  @Override
  public Launch launch() {
    String program = PostgresBinaries.unpackedBelow(settings.binaries()).program("postgres");
    List<String> command = RunAs.unprivileged().command(List.of(program, "-D", data().toString()));
    return new Launch(command, data(), Map.of());
  }

  @Override
  public Probe probe() {
    return new JdbcProbe(jdbcUrl(port), USER, secrets.postgresPassword());
  }

  @Override
  public String stopSignal() {
    // TERM would wait for clients to leave
    return "INT";
  }

  @Override
  public void sweep() {
    PostgresOrphans.end(data(), cluster());
  }

  static String jdbcUrl(int port) {
    return "jdbc:postgresql://127.0.0.1:" + port + "/" + DATABASE;
  }

  static boolean initialized(Settings settings) {
    return Files.exists(data(settings).resolve("PG_VERSION"));
  }

  private void initialize(PostgresBinaries binaries, RunAs runAs) throws IOException {
    Path draft = data().resolveSibling("data.new");
    Folders.delete(draft);
    Files.createDirectories(draft);
    Files.setPosixFilePermissions(draft, OWNER_ONLY);
    runAs.own(draft);
    Commands.run(runAs.command(List.of(binaries.program("initdb"), "-D", draft.toString(), "-U", "postgres",
        "--auth=reject", "--encoding=UTF8", "--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8",
        "--no-instructions")), "");
    List<String> single = new ArrayList<>(runAs.command(List.of(binaries.program("postgres"))));
    single.addAll(List.of("--single", "-D", draft.toString(), "postgres"));
    Commands.run(single, """
        CREATE ROLE %1$s LOGIN PASSWORD '%3$s'
        CREATE ROLE %4$s LOGIN PASSWORD '%5$s'
        CREATE DATABASE %2$s OWNER %1$s
        REVOKE ALL ON DATABASE %2$s FROM PUBLIC
        GRANT CONNECT ON DATABASE %2$s TO %4$s
        """.formatted(USER, DATABASE, secrets.postgresPassword(), APPLICATION, secrets.applicationPassword()));
    Files.move(draft, data(), StandardCopyOption.ATOMIC_MOVE);
  }

  private void refuseAnotherMajorVersion() throws IOException {
    String version = Files.readString(data().resolve("PG_VERSION")).strip();
    if (!version.equals(MAJOR_VERSION)) {
      throw new StackException("The data folder was written by PostgreSQL " + version + ", this build brings "
          + MAJOR_VERSION + ". Move it over with pg_upgrade: " + data());
    }
  }

  private String configuration() throws IOException {
    try (var in = PostgresServer.class.getResourceAsStream("/postgresql.conf")) {
      if (in == null) {
        throw new IOException("postgresql.conf is missing from this build");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .replace("{port}", String.valueOf(port))
          .replace("{cluster}", cluster());
    }
  }

  /** Shown in the titles of its processes, so that they can be told from those of other clusters. */
  private String cluster() {
    return "attune-" + Integer.toHexString(data().hashCode());
  }

  private Path data() {
    return data(settings);
  }

  private static Path data(Settings settings) {
    return settings.home().resolve("postgres").resolve("data");
  }
}
