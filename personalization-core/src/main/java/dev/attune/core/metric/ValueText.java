package dev.attune.core.metric;

import dev.attune.contracts.value.Value;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** Values as the text under which they are counted. */
final class ValueText {

  /** Longest text that is kept as it is, in UTF-16 units. */
  static final int MOST = 200;

  private static final int HEAD = 180;

  private ValueText() {}

  /** Null for what is not counted: nothing, lists, objects. A number and the text of it are the same. */
  static @Nullable String of(@Nullable Value value) {
    return switch (value) {
      case null -> null;
      case Value.Nothing nothing -> null;
      case Value.Flag flag -> Boolean.toString(flag.value());
      case Value.Whole whole -> Long.toString(whole.value());
      case Value.Decimal decimal ->
          decimal.value().signum() == 0 ? "0" : cut(decimal.value().stripTrailingZeros().toPlainString());
      case Value.Text text -> cut(text.value());
      case Value.Items items -> null;
      case Value.Fields fields -> null;
    };
  }

  /** The value itself, a long text cut; null for lists, objects and nothing. */
  static @Nullable Value kept(@Nullable Value value) {
    return switch (value) {
      case null -> null;
      case Value.Text text -> Value.of(cut(text.value()));
      case Value.Flag flag -> flag;
      case Value.Whole whole -> whole;
      case Value.Decimal decimal -> decimal;
      case Value.Nothing nothing -> null;
      case Value.Items items -> null;
      case Value.Fields fields -> null;
    };
  }

  /** Longer ones are told apart by a hash behind their beginning. */
  private static String cut(String text) {
    if (text.length() <= MOST) {
      return text;
    }
    int end = Character.isHighSurrogate(text.charAt(HEAD - 1)) ? HEAD - 1 : HEAD;
    return text.substring(0, end) + "…" + HexFormat.of().toHexDigits(Hash.of(text));
  }
}
