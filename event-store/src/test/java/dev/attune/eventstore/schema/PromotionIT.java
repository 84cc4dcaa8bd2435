package dev.attune.eventstore.schema;

import dev.attune.contracts.wire.Envelope;
import dev.attune.contracts.wire.Progress.EpochStart;
import dev.attune.eventstore.Given;
import dev.attune.eventstore.append.AppenderMetrics;
import dev.attune.eventstore.append.AppenderOptions;
import dev.attune.eventstore.append.LogSignal;
import dev.attune.eventstore.append.Outcome;
import dev.attune.eventstore.append.PostgresAppender;
import dev.attune.eventstore.read.PostgresEventReader;
import dev.attune.eventstore.verify.LogVerifier;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.ds.PGSimpleDataSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** A real standby is promoted that lacks the last events: positions are given again, and nobody has to remember to tell. */
class PromotionIT {

  private static final String APPLICATION = "promoted_app";

  @TempDir private Path folder;

  private final List<EmbeddedPostgres> servers = new ArrayList<>();
  private EmbeddedPostgres standby;

  /** The primary has five events, of which the standby got three. */
  @BeforeEach
  void standby_behind_its_primary() throws Exception {
    EmbeddedPostgres first = start("primary");
    execute(first, "CREATE ROLE " + APPLICATION + " LOGIN");
    Schema.migrate(first.getPostgresDatabase());
    Schema.admit(first.getPostgresDatabase(), APPLICATION);
    store(asApplication(first), 3);
    stop(first);
    copy(folder.resolve("primary"), folder.resolve("standby"));
    EmbeddedPostgres primary = start("primary");
    store(asApplication(primary), 2);
    assertThat(epochs(primary)).as("a restart is no promotion").containsExactly(new EpochStart(1, 1));
    stop(primary);
    Files.createFile(folder.resolve("standby").resolve("standby.signal"));
    standby = start("standby");
  }

  @AfterEach
  void stop() throws IOException {
    for (EmbeddedPostgres each : servers) {
      each.close();
    }
  }

  @Test
  void what_is_appended_after_a_promotion_belongs_to_a_new_epoch() throws Exception {
    execute(standby, "SELECT pg_promote()");

    store(asApplication(standby), 2);

    PostgresEventReader reader = new PostgresEventReader(standby.getPostgresDatabase());
    assertThat(reader.log(0, 10)).extracting(Envelope::epoch).containsExactly(1, 1, 1, 2, 2);
    assertThat(reader.epochs()).containsExactly(new EpochStart(1, 1), new EpochStart(2, 4));
    assertThat(new LogVerifier(standby.getPostgresDatabase(), 1 << 20).verify(read -> {}).faults()).isEmpty();
  }

  @Test
  void a_node_that_was_connected_to_the_standby_asks_again_after_its_promotion() throws Exception {
    try (PostgresAppender appender = appender(asApplication(standby))) {
      CompletableFuture<Outcome> early = appender.append(Given.fresh());
      Thread.sleep(500);
      assertThat(early).isNotDone();

      execute(standby, "SELECT pg_promote()");

      assertThat(early.join()).isInstanceOf(Outcome.Appended.class);
    }
    assertThat(new PostgresEventReader(standby.getPostgresDatabase()).log(3, 10)).extracting(Envelope::epoch).containsExactly(2);
  }

  @Test
  void many_nodes_that_notice_it_at_once_raise_one_epoch() throws Exception {
    execute(standby, "SELECT pg_promote()");

    List<CompletableFuture<Void>> nodes =
        Stream.generate(() -> CompletableFuture.runAsync(() -> store(asApplication(standby), 5))).limit(8).toList();
    nodes.forEach(CompletableFuture::join);

    assertThat(epochs(standby)).containsExactly(new EpochStart(1, 1), new EpochStart(2, 4));
    assertThat(new PostgresEventReader(standby.getPostgresDatabase()).log(3, 100))
        .hasSize(40)
        .allSatisfy(event -> assertThat(event.epoch()).isEqualTo(2));
  }

  @Test
  void an_epoch_that_was_raised_by_order_is_not_raised_again() throws Exception {
    execute(standby, "SELECT pg_promote()");
    EpochAdministration administration = new EpochAdministration(standby.getPostgresDatabase());

    assertThat(administration.raise(4)).isEqualTo(new EpochStart(5, 4));
    assertThat(administration.noticePromotion()).isEmpty();
    store(asApplication(standby), 1);

    assertThat(epochs(standby)).containsExactly(new EpochStart(1, 1), new EpochStart(5, 4));
  }

  @Test
  void an_epoch_is_never_below_the_timeline_so_that_one_the_log_has_forgotten_is_not_given_again() throws Exception {
    execute(standby, "SELECT pg_promote()");
    execute(standby, "UPDATE attune.epoch SET timeline = 9, epoch = 1");
    stop(standby);
    Files.createFile(folder.resolve("standby").resolve("standby.signal"));
    EmbeddedPostgres again = start("standby");
    execute(again, "SELECT pg_promote()");

    assertThat(new EpochAdministration(again.getPostgresDatabase()).noticePromotion()).contains(new EpochStart(3, 4));
  }

  @Test
  void a_log_that_was_restored_on_another_system_begins_a_new_epoch() throws Exception {
    execute(standby, "SELECT pg_promote()");
    EpochAdministration administration = new EpochAdministration(standby.getPostgresDatabase());
    administration.noticePromotion();
    execute(standby, "UPDATE attune.epoch SET system = system + 1");

    assertThat(administration.noticePromotion()).contains(new EpochStart(3, 4));
    assertThat(administration.noticePromotion()).isEmpty();
  }

  @Test
  void the_application_can_notice_and_not_raise() throws Exception {
    execute(standby, "SELECT pg_promote()");
    DataSource application = asApplication(standby);

    assertThat(new EpochAdministration(application).noticePromotion()).contains(new EpochStart(2, 4));
    assertThatThrownBy(() -> new EpochAdministration(application).raise(0)).hasMessageContaining("permission denied");
    assertThatThrownBy(() -> execute(application, "UPDATE attune.epoch SET timeline = 7"))
        .hasMessageContaining("permission denied");
  }

  private EmbeddedPostgres start(String name) throws IOException {
    EmbeddedPostgres server =
        EmbeddedPostgres.builder()
            .setDataDirectory(folder.resolve(name))
            .setCleanDataDirectory(false)
            .setServerConfig("fsync", "on")
            .start();
    servers.add(server);
    return server;
  }

  private void stop(EmbeddedPostgres server) throws IOException {
    servers.remove(server);
    server.close();
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      files.forEach(file -> {
        try {
          Files.copy(file, to.resolve(from.relativize(file)), StandardCopyOption.COPY_ATTRIBUTES);
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      });
    }
  }

  private static DataSource asApplication(EmbeddedPostgres server) {
    PGSimpleDataSource source = new PGSimpleDataSource();
    source.setPortNumbers(new int[] {server.getPort()});
    source.setDatabaseName("postgres");
    source.setUser(APPLICATION);
    return source;
  }

  private static PostgresAppender appender(DataSource database) {
    return new PostgresAppender(database, AppenderOptions.DEFAULT, AppenderMetrics.NONE, new LogSignal());
  }

  private static void store(DataSource database, int events) {
    try (PostgresAppender appender = appender(database)) {
      for (int i = 0; i < events; i++) {
        assertThat(appender.append(Given.fresh()).join()).isInstanceOf(Outcome.Appended.class);
      }
    }
  }

  private static List<EpochStart> epochs(EmbeddedPostgres server) {
    return new PostgresEventReader(server.getPostgresDatabase()).epochs();
  }

  private static void execute(EmbeddedPostgres server, String sql) throws SQLException {
    execute(server.getPostgresDatabase(), sql);
  }

  private static void execute(DataSource database, String sql) throws SQLException {
    try (Connection connection = database.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
