package dev.attune.contracts.wire.avro;

import dev.attune.contracts.value.Value;
import dev.attune.contracts.wire.MalformedBytesException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;

/** {@link Value} as a recursive union. */
final class ValueShape implements Shape {

  private static final int NOTHING = 0;
  private static final int FLAG = 1;
  private static final int WHOLE = 2;
  private static final int DECIMAL = 3;
  private static final int TEXT = 4;
  private static final int ITEMS = 5;
  private static final int FIELDS = 6;
  private static final String BRANCHES = "[NULL, BOOLEAN, LONG, RECORD, STRING, ARRAY, MAP]";

  private final Shape items = new ListShape(this);
  private final Shape fields = new MapShape(this);

  ValueShape(Schema schema) {
    String branches = schema.getFields().get(0).schema().getTypes().stream().map(Schema::getType).toList().toString();
    if (!branches.equals(BRANCHES)) {
      throw new IllegalStateException("Value is bound to %s, but the schema has %s".formatted(BRANCHES, branches));
    }
  }

  @Override
  public void write(Object value, BinaryOut out) {
    if (value instanceof Value.Text text) {
      out.whole(TEXT);
      out.text(text.value());
    } else if (value instanceof Value.Whole whole) {
      out.whole(WHOLE);
      out.whole(whole.value());
    } else if (value instanceof Value.Decimal decimal) {
      out.whole(DECIMAL);
      out.bytes(decimal.value().unscaledValue().toByteArray());
      out.whole(decimal.value().scale());
    } else if (value instanceof Value.Flag flag) {
      out.whole(FLAG);
      out.flag(flag.value());
    } else if (value instanceof Value.Nothing) {
      out.whole(NOTHING);
    } else if (value instanceof Value.Items list) {
      out.whole(ITEMS);
      nested(items, list.values(), out);
    } else if (value instanceof Value.Fields map) {
      out.whole(FIELDS);
      nested(fields, map.values(), out);
    } else {
      throw new IllegalArgumentException("%s is no value".formatted(value));
    }
  }

  private static void nested(Shape shape, Object entries, BinaryOut out) {
    out.descend();
    shape.write(entries, out);
    out.ascend();
  }

  @Override
  public Value read(BinaryIn in) {
    return switch (in.choice(FIELDS + 1)) {
      case NOTHING -> Value.NOTHING;
      case FLAG -> new Value.Flag(in.flag());
      case WHOLE -> new Value.Whole(in.whole());
      case DECIMAL -> new Value.Decimal(decimal(in.bytes(), in.wholeInt()));
      case TEXT -> new Value.Text(in.text());
      case ITEMS -> readItems(in);
      default -> readFields(in);
    };
  }

  @SuppressWarnings("unchecked") // the shape reads nothing but values
  private Value readItems(BinaryIn in) {
    in.descend();
    List<Value> values = (List<Value>) items.read(in);
    in.ascend();
    return new Value.Items(values);
  }

  @SuppressWarnings("unchecked") // the shape reads nothing but values
  private Value readFields(BinaryIn in) {
    in.descend();
    Map<String, Value> values = (Map<String, Value>) fields.read(in);
    in.ascend();
    return new Value.Fields(values);
  }

  /** Prices fit in 64 bits, where a decimal needs no big integer. */
  private static BigDecimal decimal(byte[] unscaled, int scale) {
    if (unscaled.length == 0) {
      throw new MalformedBytesException("a decimal has no digits");
    }
    if (unscaled.length > Long.BYTES) {
      return new BigDecimal(new BigInteger(unscaled), scale);
    }
    long value = unscaled[0];
    for (int i = 1; i < unscaled.length; i++) {
      value = value << 8 | unscaled[i] & 0xFF;
    }
    return BigDecimal.valueOf(value, scale);
  }
}
