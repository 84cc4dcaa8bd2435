package dev.attune.core.state;

import dev.attune.contracts.value.Value;
import dev.attune.contracts.wire.EventCodec;
import java.util.Collections;
import java.util.LinkedHashMap;

/** A {@link Value} as a byte that says what it is, and what it holds. The order of fields is kept. */
public final class ValueBytes {

  private static final int NOTHING = 0;
  private static final int FLAG = 1;
  private static final int WHOLE = 2;
  private static final int DECIMAL = 3;
  private static final int TEXT = 4;
  private static final int ITEMS = 5;
  private static final int FIELDS = 6;

  private ValueBytes() {}

  public static void write(Value value, StateOut out) {
    switch (value) {
      case Value.Nothing nothing -> out.choice(NOTHING);
      case Value.Flag flag -> {
        out.choice(FLAG);
        out.flag(flag.value());
      }
      case Value.Whole whole -> {
        out.choice(WHOLE);
        out.whole(whole.value());
      }
      case Value.Decimal decimal -> {
        out.choice(DECIMAL);
        out.decimal(decimal.value());
      }
      case Value.Text text -> {
        out.choice(TEXT);
        out.text(text.value());
      }
      case Value.Items items -> {
        out.choice(ITEMS);
        out.all(items.values(), item -> write(item, out));
      }
      case Value.Fields fields -> {
        out.choice(FIELDS);
        out.map(fields.values(), field -> write(field, out));
      }
    }
  }

  public static Value read(StateIn in) {
    return read(in, 0);
  }

  private static Value read(StateIn in, int depth) {
    if (depth > EventCodec.MAX_DEPTH) {
      throw new IllegalArgumentException("a value is nested deeper than any event's");
    }
    return switch (in.choice(FIELDS + 1)) {
      case NOTHING -> Value.NOTHING;
      case FLAG -> new Value.Flag(in.flag());
      case WHOLE -> new Value.Whole(in.whole());
      case DECIMAL -> new Value.Decimal(in.decimal());
      case TEXT -> new Value.Text(in.text());
      case ITEMS -> new Value.Items(in.list(() -> read(in, depth + 1)));
      default ->
          new Value.Fields(Collections.unmodifiableMap(in.map(new LinkedHashMap<>(), () -> read(in, depth + 1))));
    };
  }
}
