package dev.attune.core.profile;

import dev.attune.contracts.value.Value;
import java.math.BigDecimal;
import java.util.ArrayList;
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
  private static final List<String> BRAND = List.of("brand");
  private static final List<String> REVENUE = List.of("revenue", "total", "value");

  private static final String PRODUCTS = "products";

  private Properties() {}

  /** The product's id, or null. */
  public static @Nullable String product(Map<String, Value> properties) {
    return text(properties, PRODUCT);
  }

  /** All products that are named: by the interaction itself and in its {@code products}, each once. */
  public static List<String> products(Map<String, Value> properties) {
    return all(properties, PRODUCT);
  }

  /** The category, or null. */
  public static @Nullable String category(Map<String, Value> properties) {
    return text(properties, CATEGORY);
  }

  /** All categories that are named: of the interaction itself and of its {@code products}, each once. */
  public static List<String> categories(Map<String, Value> properties) {
    return all(properties, CATEGORY);
  }

  /** All brands that are named: of the interaction itself and of its {@code products}, each once. */
  public static List<String> brands(Map<String, Value> properties) {
    return all(properties, BRAND);
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

  /** What an interaction brought, by ISO 4217 currency; empty unless it is a purchase that tells. */
  public static Map<String, BigDecimal> earned(String name, Map<String, Value> properties) {
    BigDecimal revenue = name.equals(PURCHASE) ? revenue(properties) : null;
    return revenue == null ? Map.of() : Map.of(currency(properties), revenue);
  }

  /** ISO 4217 code of the currency, upper case; {@link #NO_CURRENCY} if the client named none. */
  public static String currency(Map<String, Value> properties) {
    String currency = text(properties, List.of("currency"));
    return currency == null ? NO_CURRENCY : currency.toUpperCase(Locale.ROOT);
  }

  /** A field's text, or its whole number as text; null if it has neither. */
  public static @Nullable String text(Map<String, Value> fields, String name) {
    return switch (fields.get(name)) {
      case Value.Text text when !text.value().isEmpty() -> text.value();
      case Value.Whole whole -> Long.toString(whole.value());
      case null, default -> null;
    };
  }

  /** A field's fields; empty if it is no object. */
  public static Map<String, Value> fields(Map<String, Value> fields, String name) {
    return fields.get(name) instanceof Value.Fields inner ? inner.values() : Map.of();
  }

  private static @Nullable String text(Map<String, Value> properties, List<String> names) {
    for (String name : names) {
      String text = text(properties, name);
      if (text != null) {
        return text;
      }
    }
    return null;
  }

  private static List<String> all(Map<String, Value> properties, List<String> names) {
    String own = text(properties, names);
    if (!(properties.get(PRODUCTS) instanceof Value.Items products)) {
      return own == null ? List.of() : List.of(own);
    }
    List<String> all = new ArrayList<>();
    if (own != null) {
      all.add(own);
    }
    for (Value product : products.values()) {
      String named = product instanceof Value.Fields fields ? text(fields.values(), names) : null;
      if (named != null && !all.contains(named)) {
        all.add(named);
      }
    }
    return all;
  }
}
