package dev.attune.contracts.wire.avro;

import java.util.List;
import org.apache.avro.Schema;

/** Goes over a value of any schema without making anything of it, checking every length. */
final class Walk {

  private Walk() {}

  static void over(Schema schema, BinaryIn in) {
    switch (schema.getType()) {
      case NULL -> in.skip(0);
      case BOOLEAN -> in.flag();
      case INT -> in.wholeInt();
      case LONG -> in.whole();
      case FLOAT -> in.skip(Float.BYTES);
      case DOUBLE -> in.skip(Double.BYTES);
      case FIXED -> in.skip(schema.getFixedSize());
      case STRING, BYTES -> in.skip(in.length());
      case ENUM -> in.choice(schema.getEnumSymbols().size());
      case UNION -> {
        List<Schema> branches = schema.getTypes();
        over(branches.get(in.choice(branches.size())), in);
      }
      case RECORD -> schema.getFields().forEach(field -> over(field.schema(), in));
      case ARRAY -> entries(schema.getElementType(), false, in);
      case MAP -> entries(schema.getValueType(), true, in);
    }
  }

  private static void entries(Schema entry, boolean keyed, BinaryIn in) {
    in.descend();
    for (int count = in.block(); count != 0; count = in.block()) {
      for (int i = 0; i < count; i++) {
        if (keyed) {
          in.skip(in.length());
        }
        over(entry, in);
      }
    }
    in.ascend();
  }
}
