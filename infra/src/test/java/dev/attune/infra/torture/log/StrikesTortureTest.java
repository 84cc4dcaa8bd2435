package dev.attune.infra.torture.log;

import dev.attune.eventstore.append.PostgresAppender;
import dev.attune.eventstore.stream.MailboxOptions;
import dev.attune.infra.torture.log.SnapshotHeld.Judge;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * Strikes that need a setting of their own, in their short forms; {@code ./attune torture log} runs the long ones, and
 * those that take too long for a build.
 */
class StrikesTortureTest {

  /** A machine that is busy with something else must not fail the build; the aim itself is for the long form. */
  private static final double MOST = 4;

  private static LogServer server;

  @BeforeAll
  static void start() {
    server = LogServer.start();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @BeforeEach
  void a_fresh_log() {
    server.freshLog();
  }

  private static PostgresAppender appender() {
    return new Arena(server).appender();
  }

  @Test
  void a_stopped_node_frees_the_lock_by_itself() throws Exception {
    StoppedHolder.Outcome outcome = new StoppedHolder(server, System.out).run(NodeProgram.class);

    assertThat(outcome.complaints()).isEmpty();
    assertThat(outcome.heldLock()).isTrue();
    assertThat(outcome.storedMeanwhile()).isTrue();
    assertThat(outcome.otherWaitedMillis()).isLessThan(2_500);
  }

  @Test
  void a_node_that_commits_by_a_call_of_its_own_keeps_the_lock_and_is_told() throws Exception {
    StoppedHolder.Outcome outcome = new StoppedHolder(server, System.out).run(CommittingProgram.class);

    assertThat(outcome.heldLock()).isTrue();
    assertThat(outcome.complaints()).containsExactly("halt: the statement of the stopped node did not end by itself");
  }

  @Test
  void an_open_snapshot_does_not_slow_appends_down() throws Exception {
    SnapshotHeld.Outcome outcome =
        new SnapshotHeld(server, System.out).run(appender(), Duration.ofSeconds(5), Judge.MEDIAN, MOST);

    assertThat(outcome.complaints()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void a_counter_row_that_every_append_changes_is_told(Judge judge) throws Exception {
    Weakened.counterRow(server, 500);
    SnapshotHeld.Outcome outcome =
        new SnapshotHeld(server, System.out)
            .run(appender(), Duration.ofSeconds(4), judge, judge == Judge.P99 ? SnapshotHeld.AIM : MOST);

    assertThat(outcome.complaints()).singleElement().asString().startsWith("slow:");
  }

  @Test
  void a_hot_stream_is_bounded_and_its_neighbours_go_on() throws Exception {
    HotStream.Outcome outcome =
        new HotStream(server, System.out).run(appender(), HotStream.BOUNDED, Duration.ofSeconds(3));

    assertThat(outcome.complaints()).isEmpty();
    assertThat(outcome.answered()).isGreaterThan(3_000);
    assertThat(outcome.refused()).isGreaterThan(3_000);
  }

  @Test
  void a_mailbox_without_a_bound_is_told() throws Exception {
    HotStream.Outcome outcome =
        new HotStream(server, System.out)
            .run(appender(), MailboxOptions.DEFAULT.waiting(Integer.MAX_VALUE), Duration.ofSeconds(1));

    assertThat(outcome.complaints()).singleElement().asString().startsWith("unbounded:");
  }

  @Test
  void one_stream_that_all_others_wait_behind_is_told() throws Exception {
    HotStream.Outcome outcome =
        new HotStream(server, System.out)
            .run(Weakened.oneUnitAtATime(appender()), HotStream.BOUNDED, Duration.ofSeconds(3));

    assertThat(outcome.complaints()).singleElement().asString().startsWith("slow:");
  }

  @Test
  void a_disk_that_fails_loses_nothing_acknowledged() throws Exception {
    assumeTrue(Strace.missing().isEmpty(), Strace::missing);
    BrokenDisk.Outcome outcome = new BrokenDisk(server, System.out).run();

    assertThat(outcome.complaints()).isEmpty();
    assertThat(outcome.panics()).isPositive();
  }

  @Test
  void a_disk_full_of_tables_loses_nothing_acknowledged() throws Exception {
    assumeTrue(FullDisk.missing().isEmpty(), FullDisk::missing);
    FullDisk.Outcome outcome = new FullDisk(System.out).run(0, Duration.ofSeconds(1));

    assertThat(outcome.complaints()).isEmpty();
    assertThat(outcome.noSpace()).isPositive();
    assertThat(outcome.failures()).anySatisfy(why -> assertThat(why).contains("No space left on device"));
  }
}
