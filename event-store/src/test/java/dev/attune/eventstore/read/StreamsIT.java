package dev.attune.eventstore.read;

import dev.attune.contracts.wire.Envelope;
import dev.attune.eventstore.Given;
import dev.attune.eventstore.TestDatabase;
import dev.attune.eventstore.append.AppenderMetrics;
import dev.attune.eventstore.append.AppenderOptions;
import dev.attune.eventstore.append.LogSignal;
import dev.attune.eventstore.append.PostgresAppender;
import dev.attune.eventstore.append.StreamHead;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class StreamsIT {

  private static final String MANY = "600";

  private TestDatabase database;
  private PostgresEventReader reader;
  private PostgresAppender appender;

  @BeforeEach
  void open() throws Exception {
    database = TestDatabase.create();
    // Positions 1-100, 101-250, 251-550, 551-1150, and from there on the appender's.
    for (String size : List.of("100", "150", "300", MANY)) {
      database.value("SELECT attune.prepare_partitions(" + size + ")");
    }
    reader = new PostgresEventReader(database.pool());
    appender =
        new PostgresAppender(database.direct(), AppenderOptions.DEFAULT, AppenderMetrics.NONE, new LogSignal());
  }

  @AfterEach
  void close() {
    appender.close();
    database.close();
  }

  private StreamHead append(StreamHead head, int events) {
    appender.append(Given.unit(head, Given.events(events))).join();
    return reader.stream(head.stream(), Long.MAX_VALUE).head();
  }

  @Test
  void each_stream_has_its_tail_and_its_head_across_partitions() {
    StreamHead first = append(append(StreamHead.empty(Given.id()), 3), 200);
    StreamHead second = append(StreamHead.empty(Given.id()), 400);
    first = append(first, 2);
    UUID unknown = Given.id();

    Map<UUID, StreamTail> tails =
        reader.streams(
            List.of(
                new StreamFrom(second.stream(), 398),
                new StreamFrom(unknown, 0),
                new StreamFrom(first.stream(), 0)));

    assertThat(tails).containsOnlyKeys(first.stream(), second.stream(), unknown);
    assertThat(versions(tails.get(second.stream()))).containsExactly(399L, 400L);
    assertThat(tails.get(second.stream()).head()).usingRecursiveComparison().isEqualTo(second);
    assertThat(versions(tails.get(first.stream())))
        .containsExactlyElementsOf(Stream.iterate(1L, version -> version + 1).limit(205).toList());
    assertThat(tails.get(first.stream()).head()).usingRecursiveComparison().isEqualTo(first);
    assertThat(tails.get(unknown).events()).isEmpty();
    assertThat(tails.get(unknown).head()).usingRecursiveComparison().isEqualTo(StreamHead.empty(unknown));
    assertThat(reader.streams(List.of())).isEmpty();
  }

  @Test
  void partitions_behind_the_head_and_streams_without_news_are_not_looked_at() throws Exception {
    StreamHead old = append(StreamHead.empty(Given.id()), 5);
    StreamHead young = append(append(StreamHead.empty(Given.id()), 1_000), 1_000);
    database.execute("ANALYZE attune.event");
    database.execute("ANALYZE attune.stream_head");

    List<String> plan = plan(List.of(new StreamFrom(old.stream(), 0)));
    assertThat(executed(plan)).containsExactly("event_from_1");

    plan = plan(List.of(new StreamFrom(young.stream(), young.version())));
    assertThat(executed(plan)).isEmpty();

    plan = plan(List.of(new StreamFrom(old.stream(), 0), new StreamFrom(young.stream(), 1_999)));
    assertThat(executed(plan)).hasSize(5);
    assertThat(plan).noneMatch(line -> line.contains("Hash") && line.contains("Join"));
    assertThat(plan).noneMatch(line -> line.contains("_pkey on event_from"));
  }

  private static List<Long> versions(StreamTail tail) {
    return tail.events().stream().map(Envelope::version).toList();
  }

  private List<String> plan(Collection<StreamFrom> wanted) throws SQLException {
    try (Connection connection = database.pool().getConnection();
        PreparedStatement statement =
            connection.prepareStatement("EXPLAIN (ANALYZE, BUFFERS, COSTS OFF, TIMING OFF) " + StreamTails.WHOLE)) {
      StreamTails.set(statement, wanted, Integer.MAX_VALUE);
      try (ResultSet rows = statement.executeQuery()) {
        List<String> lines = new ArrayList<>();
        while (rows.next()) {
          lines.add(rows.getString(1));
        }
        return lines;
      }
    }
  }

  /** The partitions that were touched. */
  private static List<String> executed(List<String> plan) {
    return plan.stream()
        .filter(line -> line.contains(" on event_from_") && !line.contains("Bitmap Index") && !line.contains("never executed"))
        .map(line -> line.replaceFirst(".* on (event_from_\\d+).*", "$1"))
        .distinct()
        .toList();
  }
}
