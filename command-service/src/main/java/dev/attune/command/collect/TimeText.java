package dev.attune.command.collect;

import dev.attune.contracts.value.Value;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAccessor;
import java.util.Optional;

/** Times as clients write them: ISO 8601, with or without an offset (then UTC), or milliseconds since 1970. */
final class TimeText {

  /** Times outside of these years are taken for mistakes. */
  private static final Instant EARLIEST = Instant.parse("1900-01-01T00:00:00Z");

  private static final Instant LATEST = Instant.parse("2200-01-01T00:00:00Z");

  private static final DateTimeFormatter ISO =
      new DateTimeFormatterBuilder()
          .parseCaseInsensitive()
          .append(DateTimeFormatter.ISO_LOCAL_DATE)
          .optionalStart()
          .appendPattern("['T'][' ']")
          .append(DateTimeFormatter.ISO_LOCAL_TIME)
          .optionalEnd()
          .appendPattern("[XXXXX][XXXX][XXX][XX][X]")
          .toFormatter();

  private TimeText() {}

  /** The time in microseconds; none if the value is no time. */
  static Optional<Instant> read(Value value) {
    return switch (value) {
      case Value.Text text -> parse(text.value().strip());
      case Value.Whole whole -> sane(Instant.ofEpochMilli(whole.value()));
      case Value.Decimal decimal -> Optional.empty();
      case Value.Nothing nothing -> Optional.empty();
      case Value.Flag flag -> Optional.empty();
      case Value.Items items -> Optional.empty();
      case Value.Fields fields -> Optional.empty();
    };
  }

  private static Optional<Instant> parse(String text) {
    if (text.length() > 40) {
      return Optional.empty();
    }
    try {
      TemporalAccessor parsed = ISO.parseBest(text, OffsetDateTime::from, LocalDateTime::from, LocalDate::from);
      return sane(
          switch (parsed) {
            case OffsetDateTime time -> time.toInstant();
            case LocalDateTime time -> time.toInstant(ZoneOffset.UTC);
            case LocalDate day -> day.atStartOfDay().toInstant(ZoneOffset.UTC);
            default -> throw new DateTimeException("Neither time nor day");
          });
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  private static Optional<Instant> sane(Instant time) {
    boolean sane = !time.isBefore(EARLIEST) && time.isBefore(LATEST);
    return sane ? Optional.of(time.truncatedTo(ChronoUnit.MICROS)) : Optional.empty();
  }
}
