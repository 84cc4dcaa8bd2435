package dev.attune.infra.importer;

import java.math.BigDecimal;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A property of the interaction and the column that it is read from.
 *
 * @param name of the property
 * @param column that it is read from
 * @param type how it is read
 */
record Property(String name, String column, Type type) {

  /** Digits in front of and behind the point that a decimal may have. */
  static final int MOST_DIGITS = 30;

  private static final Pattern OPTION =
      Pattern.compile("([^=]+)=([^:].*?)(?::(decimal|decimal-comma|whole|text))?", Pattern.CASE_INSENSITIVE);
  private static final Pattern DECIMAL =
      Pattern.compile("[+-]?\\d{1," + MOST_DIGITS + "}(\\.\\d{1," + MOST_DIGITS + "})?");

  /** How a property is read. */
  enum Type {
    /** As it is: text from a table, a text, number or flag from JSON. */
    AS_IS,
    /** An exact decimal number, as 1234.50. */
    DECIMAL,
    /** An exact decimal number with a comma, as 1.234,50. */
    DECIMAL_COMMA,
    /** A number without a fraction, of 64 bits. */
    WHOLE,
    /** Text. */
    TEXT
  }

  /**
   * Reads {@code name=COLUMN} or {@code name=COLUMN:TYPE}.
   *
   * @throws IllegalArgumentException if it is neither
   */
  static Property of(String option) {
    Matcher matcher = OPTION.matcher(option);
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "'" + option + "' is not NAME=COLUMN or NAME=COLUMN:TYPE; types: decimal, decimal-comma, whole, text");
    }
    String type = matcher.group(3);
    return new Property(
        matcher.group(1).strip(),
        matcher.group(2).strip(),
        type == null ? Type.AS_IS : Type.valueOf(type.toUpperCase(Locale.ROOT).replace('-', '_')));
  }

  /** The value in the row; null if the cell is empty. */
  @Nullable Object read(Row row) throws BadRowException {
    Object value = row.value(column);
    if (value == null || type == Type.AS_IS) {
      return value;
    }
    String text = value instanceof BigDecimal number ? number.toPlainString() : value.toString().strip();
    if (text.isEmpty()) {
      return null;
    }
    return switch (type) {
      case AS_IS, TEXT -> text;
      case DECIMAL -> decimal(text, text);
      case DECIMAL_COMMA -> decimal(text.replace(".", "").replace(',', '.'), text);
      case WHOLE -> whole(text);
    };
  }

  private BigDecimal decimal(String text, String cell) throws BadRowException {
    if (!DECIMAL.matcher(text).matches()) {
      throw new BadRowException(column + ": '" + cell + "' is not a decimal number");
    }
    return new BigDecimal(text);
  }

  private Long whole(String text) throws BadRowException {
    try {
      return Long.valueOf(text);
    } catch (NumberFormatException e) {
      throw new BadRowException(column + ": '" + text + "' is not a whole number");
    }
  }
}
