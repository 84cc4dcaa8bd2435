package dev.attune.eventstore.schema;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.postgresql.core.Utils;

/**
 * The partitions of the log, and their way to cheaper storage. Claims and stream heads have tables of their own, so what
 * lies in a moved partition still keeps its duplicates and conflicts away.
 */
public final class Partitions {

  private static final String ALL =
      """
      SELECT p.name, p.from_position, p.to_position, pg_total_relation_size(c.oid),
        coalesce(t.spcname, 'pg_default'),
        p.to_position <= (SELECT coalesce(max(e.position), 0) FROM attune.event e)
      FROM attune.event_partition p
      JOIN pg_class c ON c.oid = format('attune.%I', p.name)::regclass
      LEFT JOIN pg_tablespace t ON t.oid = c.reltablespace
      ORDER BY p.from_position
      """;

  /** Copies that another move has left, but for the one that is gone on with. */
  private static final String LEFT =
      """
      SELECT c.relname FROM pg_class c
      WHERE c.relnamespace = 'attune'::regnamespace AND c.relkind = 'r' AND NOT c.relispartition
        AND c.relname ~ '^event_from_[0-9]+_moved$'
        AND NOT (c.relname = ? AND coalesce(
          (SELECT t.spcname FROM pg_tablespace t WHERE t.oid = c.reltablespace), 'pg_default') = ?)
      """;

  private static final Duration PATIENCE = Duration.ofMinutes(10);

  private final DataSource owner;
  private final Duration patience;

  /** @param owner connects as the owner of the schema */
  public Partitions(DataSource owner) {
    this(owner, PATIENCE);
  }

  /** @param patience how long to wait for the moment in which nobody reads the log */
  Partitions(DataSource owner, Duration patience) {
    this.owner = owner;
    this.patience = patience;
  }

  /**
   * A partition.
   *
   * @param from first position
   * @param to first position that is not in it
   * @param bytes with its indexes
   * @param tablespace where it lies
   * @param full whether its last position is written and behind it others are
   */
  public record Partition(String name, long from, long to, long bytes, String tablespace, boolean full) {}

  /** All of them, oldest first. */
  public List<Partition> all() throws SQLException {
    try (Connection connection = owner.getConnection();
        PreparedStatement statement = connection.prepareStatement(ALL);
        ResultSet rows = statement.executeQuery()) {
      List<Partition> all = new ArrayList<>();
      while (rows.next()) {
        all.add(
            new Partition(
                rows.getString(1), rows.getLong(2), rows.getLong(3), rows.getLong(4), rows.getString(5),
                rows.getBoolean(6)));
      }
      return all;
    }
  }

  /**
   * Copies a full partition to a tablespace, compares, and puts the copy in its place. Readers and writers go on
   * meanwhile. At the end it needs the log for itself for some milliseconds: it waits without a place in the queue until
   * no transaction holds the log for long, ten minutes at most, and then asks for the lock, for which others wait 200 ms
   * at most, every two seconds. Needs room for the copy, and the right to create in the tablespace.
   *
   * <p>Broken off while it copies, it leaves nothing. Broken off behind that, it leaves the copy: the next move of the
   * same partition to the same tablespace goes on with it, and any other move drops it.
   *
   * @throws IllegalArgumentException if the partition is not full
   * @throws SQLException if the database refuses, or one transaction after another held the log for all of the time
   */
  public void move(Partition partition, String tablespace) throws SQLException, InterruptedException {
    if (!partition.full()) {
      throw new IllegalArgumentException(
          "Partition %s is written to, or will be: only full ones can be moved".formatted(partition.name()));
    }
    String copy = partition.name() + "_moved";
    try (Connection connection = owner.getConnection()) {
      // Not the lock of new partitions: the appender makes those, and must not wait for a copy.
      if (!is(connection, "SELECT pg_try_advisory_lock(hashtextextended('attune.partition_move', 0))")) {
        throw new SQLException("Partitions are being moved already");
      }
      connection.setAutoCommit(false);
      try (Statement statement = connection.createStatement()) {
        dropLeft(connection, statement, copy, tablespace);
        if (!exists(connection, copy) || !isSame(connection, partition, copy)) {
          statement.execute("DROP TABLE IF EXISTS attune." + name(copy));
          copy(statement, partition, copy, tablespace);
        }
        connection.commit();
        new PartitionSwap(connection, partition, copy).within(patience);
        statement.execute("ANALYZE attune." + name(partition.name()));
        connection.commit();
      } catch (SQLException | InterruptedException | RuntimeException failed) {
        connection.rollback();
        throw failed;
      } finally {
        connection.setAutoCommit(true);
        is(connection, "SELECT pg_advisory_unlock(hashtextextended('attune.partition_move', 0))");
      }
    }
  }

  private static void dropLeft(Connection connection, Statement statement, String copy, String tablespace)
      throws SQLException {
    List<String> left = new ArrayList<>();
    try (PreparedStatement question = connection.prepareStatement(LEFT)) {
      question.setString(1, copy);
      question.setString(2, tablespace);
      try (ResultSet rows = question.executeQuery()) {
        while (rows.next()) {
          left.add(rows.getString(1));
        }
      }
    }
    for (String table : left) {
      statement.execute("DROP TABLE attune." + name(table));
    }
    connection.commit();
  }

  private static boolean exists(Connection connection, String table) throws SQLException {
    return is(connection, "SELECT to_regclass('attune.%s') IS NOT NULL".formatted(name(table)));
  }

  private static boolean is(Connection connection, String question) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(question);
        ResultSet answer = statement.executeQuery()) {
      answer.next();
      return answer.getBoolean(1);
    }
  }

  private static void copy(Statement statement, Partition partition, String copy, String tablespace)
      throws SQLException {
    String table = "attune." + name(copy);
    // Indexes go to the default tablespace of the transaction, the table to the one that is named.
    statement.execute("SET LOCAL default_tablespace = " + name(tablespace));
    statement.execute("CREATE TABLE " + table + " (LIKE attune.event INCLUDING ALL) TABLESPACE " + name(tablespace));
    statement.execute("ALTER TABLE " + table + " ALTER COLUMN stream SET (n_distinct = -0.05)");
    // Tells PostgreSQL that nothing need be looked at when it takes the place.
    statement.execute(
        "ALTER TABLE %s ADD CONSTRAINT place CHECK (position >= %d AND position < %d)"
            .formatted(table, partition.from(), partition.to()));
    statement.execute("INSERT INTO " + table + " SELECT * FROM attune." + name(partition.name()) + " ORDER BY position");
    statement.execute(
        """
        CREATE TRIGGER event_is_never_truncated BEFORE TRUNCATE ON %s
          FOR EACH STATEMENT EXECUTE FUNCTION attune.refuse_change()
        """.formatted(table));
    if (!isSame(statement.getConnection(), partition, copy)) {
      throw new SQLException("The copy of partition " + partition.name() + " differs from it");
    }
  }

  private static boolean isSame(Connection connection, Partition partition, String copy) throws SQLException {
    String sums = "(SELECT ROW(count(*), sum(checksum), sum(position), max(version)) FROM attune.%s)";
    return is(
        connection, "SELECT " + sums.formatted(name(copy)) + " = " + sums.formatted(name(partition.name())));
  }

  static String name(String identifier) throws SQLException {
    return Utils.escapeIdentifier(null, identifier).toString();
  }
}
