package dev.attune.infra.importer;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.time.temporal.ChronoField;
import java.time.temporal.TemporalAccessor;
import java.util.Locale;

/** Reads times as a file writes them. A time that does not exist (30 February) is refused, never moved. */
sealed interface Times {

  /** @throws BadRowException if the text is no such time */
  Instant parse(String text) throws BadRowException;

  /**
   * @param format a pattern of {@link DateTimeFormatter}, or {@code iso}, {@code epoch-seconds}, {@code epoch-millis}
   * @param zone of times that name none
   * @throws IllegalArgumentException if it is no pattern
   */
  static Times of(String format, ZoneId zone) {
    return switch (format.toLowerCase(Locale.ROOT)) {
      case "iso" -> new Written(isoFormat(), format, zone);
      case "epoch-seconds" -> new Counted(1_000, format);
      case "epoch-millis" -> new Counted(1, format);
      default -> new Written(strict(new DateTimeFormatterBuilder().appendPattern(format)), format, zone);
    };
  }

  private static DateTimeFormatter isoFormat() {
    return strict(
        new DateTimeFormatterBuilder()
            .parseCaseInsensitive()
            .append(DateTimeFormatter.ISO_LOCAL_DATE)
            .optionalStart().appendPattern("['T'][' ']").append(DateTimeFormatter.ISO_LOCAL_TIME).optionalEnd()
            .optionalStart().appendOffset("+HH:MM", "Z").optionalEnd()
            .optionalStart().appendOffset("+HHMM", "Z").optionalEnd());
  }

  private static DateTimeFormatter strict(DateTimeFormatterBuilder builder) {
    return builder
        .parseDefaulting(ChronoField.ERA, 1)
        .toFormatter(Locale.ENGLISH)
        .withResolverStyle(ResolverStyle.STRICT);
  }

  /** A number since 1970. */
  record Counted(int millis, String format) implements Times {
    @Override
    public Instant parse(String text) throws BadRowException {
      try {
        return Instant.ofEpochMilli(Math.multiplyExact(Long.parseLong(text), millis));
      } catch (NumberFormatException | ArithmeticException e) {
        throw new BadRowException("'" + text + "' is not a time in " + format);
      }
    }
  }

  /** Date, or date and time, with or without a zone. */
  record Written(DateTimeFormatter formatter, String format, ZoneId zone) implements Times {
    @Override
    public Instant parse(String text) throws BadRowException {
      try {
        TemporalAccessor parsed =
            formatter.parseBest(text, ZonedDateTime::from, LocalDateTime::from, LocalDate::from);
        return switch (parsed) {
          case ZonedDateTime time -> time.toInstant();
          case LocalDateTime time -> time.atZone(zone).toInstant();
          case LocalDate date -> date.atStartOfDay(zone).toInstant();
          default -> throw new BadRowException("'" + text + "' has no date");
        };
      } catch (DateTimeException e) {
        throw new BadRowException("'" + text + "' is not a time in the format " + format);
      }
    }
  }
}
