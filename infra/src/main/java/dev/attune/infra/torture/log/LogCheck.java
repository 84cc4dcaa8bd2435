package dev.attune.infra.torture.log;

import dev.attune.eventstore.verify.LogVerifier;
import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import javax.sql.DataSource;

/**
 * Compares the log with the book: what was acknowledged stands at its position and nowhere else, each message has one
 * effect at most, each attempt is stored as a whole or not at all, and nothing is there that nobody sent. Times and
 * positions are looked at here, checksums and chains by {@link LogVerifier}.
 */
final class LogCheck {

  private static final long VERIFIER_MEMORY = 256L << 20;

  private final LogBook book;
  private final Complaints complaints = new Complaints();
  private final Map<UUID, Stored> stored = new HashMap<>();
  private final Map<Long, UUID> messages = new HashMap<>();
  private long position;
  private long recordedMicros = Long.MIN_VALUE;

  private LogCheck(LogBook book) {
    this.book = book;
  }

  /** Where an attempt's events are. */
  private static final class Stored {
    private final Attempt attempt;
    private final long first;
    private final long recordedMicros;
    private int events;

    private Stored(Attempt attempt, long first, long recordedMicros) {
      this.attempt = attempt;
      this.first = first;
      this.recordedMicros = recordedMicros;
    }

    private long last() {
      return first + attempt.events() - 1;
    }
  }

  /** What is wrong with the log; empty if nothing is. Nobody may append meanwhile. */
  static List<String> complaints(LogBook book, DataSource database) throws SQLException {
    LogCheck check = new LogCheck(book);
    check.complaints.addAll(book.complaints());
    LogRow.each(database, check::row);
    check.attempts();
    check.acknowledged();
    check.claims(database);
    new LogVerifier(database, VERIFIER_MEMORY)
        .verify(read -> {})
        .faults()
        .forEach(fault -> check.complaints.add("verifier: %s", fault));
    return check.complaints.all();
  }

  private void row(LogRow row) {
    if (row.position() != position + 1) {
      complaints.add("gap: position %d follows position %d", row.position(), position);
    }
    if (row.recordedMicros() < recordedMicros) {
      complaints.add("time: it goes back by %d µs at position %d", recordedMicros - row.recordedMicros(), row.position());
    }
    position = row.position();
    recordedMicros = row.recordedMicros();
    Attempt attempt = book.attempts().get(Attempt.of(row.event()));
    int index = Attempt.index(row.event());
    if (attempt == null || index < 0 || index >= attempt.events()) {
      complaints.add("unknown: event %s at position %d was never sent", row.event(), row.position());
      return;
    }
    content(row, attempt, index);
    place(row, attempt, index);
  }

  private void content(LogRow row, Attempt attempt, int index) {
    int inPart = index;
    Attempt.Part part = attempt.parts().getFirst();
    for (int i = 1; inPart >= part.events(); i++) {
      inPart -= part.events();
      part = attempt.parts().get(i);
    }
    if (!row.stream().equals(part.head().stream()) || row.version() != part.head().version() + inPart + 1
        || row.occurredMicros() != attempt.occurredMicros() || !Arrays.equals(row.data(), Attempt.data(row.event()))) {
      complaints.add("changed: event %s at position %d is not as it was sent", row.event(), row.position());
    }
  }

  private void place(LogRow row, Attempt attempt, int index) {
    long first = row.position() - index;
    Stored whole = stored.computeIfAbsent(attempt.id(), id -> new Stored(attempt, first, row.recordedMicros()));
    whole.events++;
    if (whole.first != first) {
      complaints.add(
          "doubled: attempt %s stands at position %d and, event %d of it, at %d", attempt.id(), whole.first, index,
          row.position());
    }
    UUID other = messages.putIfAbsent(attempt.message(), attempt.id());
    if (index == 0 && other != null && !other.equals(attempt.id())) {
      complaints.add("doubled: message %d is stored by attempts %s and %s", attempt.message(), other, attempt.id());
    }
  }

  private void attempts() {
    stored.forEach((id, whole) -> {
      if (whole.events != whole.attempt.events()) {
        complaints.add(
            "torn: of attempt %s, %d of %d events are stored", id, whole.events, whole.attempt.events());
      }
    });
  }

  private void acknowledged() {
    for (LogBook.Acknowledged each : book.acknowledged()) {
      Stored found = stored.get(each.attempt());
      if (found == null) {
        complaints.add(
            "lost: attempt %s was acknowledged at position %d and is not in the log", each.attempt(),
            each.first());
      } else if (found.first != each.first()
          || each.last() != found.last()
          || each.recordedMicros() != found.recordedMicros) {
        complaints.add(
            "elsewhere: attempt %s was acknowledged at position %d and stands at %d", each.attempt(),
            each.first(), found.first);
      }
    }
    for (LogBook.Known each : book.known()) {
      UUID attempt = each.held().attempt();
      Stored found = stored.get(attempt);
      if (found == null || found.attempt.message() != each.message() || each.held().position() != found.last()) {
        complaints.add(
            "misled: message %d was told to be stored by attempt %s at position %d", each.message(), attempt,
            each.held().position());
      }
    }
  }

  private void claims(DataSource database) throws SQLException {
    Map<UUID, Stored> without = new HashMap<>(stored);
    without.values().removeIf(each -> !Attempt.claimed(each.attempt.message()));
    try (Connection connection = database.getConnection();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(
            """
            SELECT uuid_send(c.key), coalesce(c.attempt, e.event_id), c.position
            FROM attune.claim c LEFT JOIN attune.event e ON e.position = c.position
            """)) {
      while (rows.next()) {
        long message = ByteBuffer.wrap(rows.getBytes(1)).getLong(8);
        UUID named = rows.getObject(2, UUID.class);
        // named by an event that is not there, it is no attempt's
        UUID attempt = named == null ? null : Attempt.of(named);
        Stored found = attempt == null ? null : without.remove(attempt);
        if (found == null || found.attempt.message() != message || rows.getLong(3) != found.last()) {
          complaints.add(
              "claim: that of message %d names attempt %s at position %d, where it is not", message, String.valueOf(attempt),
              rows.getLong(3));
        }
      }
    }
    without.forEach((attempt, whole) ->
        complaints.add("claim: that of attempt %s at position %d is missing", attempt, whole.first));
  }
}
