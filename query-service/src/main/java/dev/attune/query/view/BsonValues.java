package dev.attune.query.view;

import dev.attune.contracts.value.Value;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bson.Document;
import org.bson.types.Decimal128;
import org.jspecify.annotations.Nullable;

/**
 * Values as BSON and back, exactly. Keys that clients choose never become field names: those may hold dots, dollars and
 * NUL, which not every server takes. Times are microseconds since 1970 UTC: BSON's own have only milliseconds.
 */
public final class BsonValues {

  private static final String DECIMAL = "decimal";
  private static final String FIELDS = "fields";

  private BsonValues() {}

  /** A value; an object becomes {@code {fields: [{name, value}]}}. */
  public static @Nullable Object of(Value value) {
    return switch (value) {
      case Value.Nothing nothing -> null;
      case Value.Flag flag -> flag.value();
      case Value.Whole whole -> whole.value();
      case Value.Decimal decimal -> decimal(decimal.value());
      case Value.Text text -> text.value();
      case Value.Items items -> {
        List<@Nullable Object> list = new ArrayList<>(items.values().size());
        items.values().forEach(item -> list.add(of(item)));
        yield list;
      }
      case Value.Fields fields -> {
        List<Document> list = new ArrayList<>(fields.values().size());
        fields.values().forEach((name, field) -> list.add(new Document("name", name).append("value", of(field))));
        yield new Document(FIELDS, list);
      }
    };
  }

  /** The value of {@link #of}. */
  public static Value value(@Nullable Object bson) {
    return switch (bson) {
      case null -> Value.NOTHING;
      case Boolean flag -> Value.of(flag);
      case Long whole -> Value.of(whole);
      case Decimal128 decimal -> Value.of(decimal(decimal));
      case String text -> Value.of(text);
      case List<?> list -> {
        List<Value> values = new ArrayList<>(list.size());
        list.forEach(item -> values.add(value(item)));
        yield new Value.Items(values);
      }
      case Document document when document.containsKey(DECIMAL) -> Value.of(decimal(document));
      case Document document -> {
        Map<String, Value> fields = new LinkedHashMap<>();
        for (Document field : document.getList(FIELDS, Document.class)) {
          fields.put(field.getString("name"), value(field.get("value")));
        }
        yield new Value.Fields(fields);
      }
      default -> throw new IllegalArgumentException("No value is kept as " + bson.getClass().getName());
    };
  }

  /** A decimal with its scale: Decimal128, or {@code {decimal: "…"}} where 34 digits do not hold it. */
  public static Object decimal(BigDecimal decimal) {
    try {
      Decimal128 held = new Decimal128(decimal);
      if (decimal.equals(held.bigDecimalValue())) {
        return held;
      }
    } catch (ArithmeticException | NumberFormatException e) {
      // more digits than it holds
    }
    return new Document(DECIMAL, decimal.toString());
  }

  /** The decimal of {@link #decimal(BigDecimal)}. */
  public static BigDecimal decimal(Object bson) {
    return switch (bson) {
      case Decimal128 held -> held.bigDecimalValue();
      case Document document -> new BigDecimal(document.getString(DECIMAL));
      default -> throw new IllegalArgumentException("No decimal is kept as " + bson.getClass().getName());
    };
  }

  /** Microseconds since 1970 UTC. */
  public static @Nullable Long micros(@Nullable Instant instant) {
    return instant == null ? null : ChronoUnit.MICROS.between(Instant.EPOCH, instant);
  }

  /** The instant of {@link #micros}. */
  public static @Nullable Instant instant(@Nullable Long micros) {
    return micros == null ? null : Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
  }
}
