package dev.attune.command.outbound;

import dev.attune.command.outbound.RelayState.Role;
import dev.attune.eventstore.append.LogSignal;
import dev.attune.eventstore.read.PollingFeed;
import dev.attune.eventstore.read.PostgresEventReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.postgresql.ds.PGSimpleDataSource;

/** A relay in a JVM of its own, to be frozen and thawed. */
final class RelayProcess implements AutoCloseable {

  private final Process process;
  private final Path roles;

  private RelayProcess(Process process, Path roles) {
    this.process = process;
    this.roles = roles;
  }

  /**
   * @param lease name of the connection that holds its lease
   */
  static RelayProcess start(TestLog log, TestBroker broker, int partitions, String lease) throws IOException {
    Path folder = Files.createTempDirectory("attune-relay");
    Path roles = folder.resolve("roles");
    Files.createFile(roles);
    Process process =
        new ProcessBuilder(
                TestBroker.java(
                    Main.class, log.jdbcUrl(), broker.bootstrap(), Integer.toString(partitions), lease, roles.toString()))
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("out.log").toFile())
            .start();
    return new RelayProcess(process, roles);
  }

  /** What it was told last. */
  Role role() {
    try {
      List<String> lines = Files.readAllLines(roles);
      return lines.isEmpty() ? Role.STANDING_BY : Role.valueOf(lines.getLast());
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  void freeze() throws IOException, InterruptedException {
    signal("STOP");
  }

  void thaw() throws IOException, InterruptedException {
    signal("CONT");
  }

  private void signal(String name) throws IOException, InterruptedException {
    new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start().waitFor();
  }

  @Override
  public void close() {
    process.destroyForcibly();
    process.onExit().orTimeout(10, TimeUnit.SECONDS).join();
  }

  /** Relays until it is killed; writes each change of its role to a file. */
  static final class Main {

    private Main() {}

    public static void main(String[] arguments) throws Exception {
      PGSimpleDataSource database = new PGSimpleDataSource();
      database.setUrl(arguments[0]);
      PostgresEventReader reader = new PostgresEventReader(database);
      RelayState state = new RelayState();
      new Relay(
              () -> DriverManager.getConnection(arguments[0] + "&ApplicationName=" + arguments[3]),
              reader,
              position -> new PollingFeed(reader, position, 1_000, new LogSignal()),
              new Brokers(arguments[1], "snappy"),
              new RelaySettings(true, Integer.parseInt(arguments[2]), (short) 1, "snappy"),
              state)
          .start();
      Role told = null;
      while (true) {
        Role now = state.role();
        if (now != told) {
          Files.writeString(Path.of(arguments[4]), now + "\n", java.nio.file.StandardOpenOption.APPEND);
          told = now;
        }
        Thread.sleep(5);
      }
    }
  }
}
