package dev.attune.core.profile;

import dev.attune.contracts.value.Value;
import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The properties of an interaction that have a meaning of their own, under the names of Segment's e-commerce
 * specification.
 */
public final class Properties {

  /** The interaction that brings revenue. */
  public static final String PURCHASE = "purchase";

  /** ISO 4217 for "no currency": the client named none. */
  public static final String NO_CURRENCY = "XXX";

  private static final List<String> PRODUCT = List.of("product_id", "productId", "sku");
  private static final List<String> CATEGORY = List.of("category", "category_code");
  private static final List<String> REVENUE = List.of("revenue", "total", "value");

  private Properties() {}

  /** The product's id, or null. */
  public static @Nullable String product(Map<String, Value> properties) {
    return text(properties, PRODUCT);
  }

  /** The category, or null. */
  public static @Nullable String category(Map<String, Value> properties) {
    return text(properties, CATEGORY);
  }

  /** What a purchase brought, in major units of its currency, exact; null if the client did not tell. */
  public static @Nullable BigDecimal revenue(Map<String, Value> properties) {
    for (String name : REVENUE) {
      if (properties.get(name) instanceof Value value) {
        switch (value) {
          case Value.Whole whole -> {
            return BigDecimal.valueOf(whole.value());
          }
          case Value.Decimal decimal -> {
            return decimal.value();
          }
          case Value.Nothing nothing -> {}
          case Value.Flag flag -> {}
          case Value.Text text -> {}
          case Value.Items items -> {}
          case Value.Fields fields -> {}
        }
      }
    }
    return null;
  }

  /** ISO 4217 code of the currency, upper case; {@link #NO_CURRENCY} if the client named none. */
  public static String currency(Map<String, Value> properties) {
    String currency = text(properties, List.of("currency"));
    return currency == null ? NO_CURRENCY : currency.toUpperCase(Locale.ROOT);
  }

  private static @Nullable String text(Map<String, Value> properties, List<String> names) {
    for (String name : names) {
      Value value = properties.get(name);
      if (value instanceof Value.Text text && !text.value().isEmpty()) {
        return text.value();
      }
      if (value instanceof Value.Whole whole) {
        return Long.toString(whole.value());
      }
    }
    return null;
  }
}
