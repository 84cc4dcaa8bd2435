package dev.attune.contracts.wire.avro;

import java.time.Instant;
import java.util.UUID;
import java.util.function.BiConsumer;
import java.util.function.Function;

/** Shapes of the types without parts. */
final class Scalars {

  static final Shape TEXT = shape(String.class, (out, value) -> out.text(value), BinaryIn::text);
  static final Shape FLAG = shape(Boolean.class, (out, value) -> out.flag(value), BinaryIn::flag);
  static final Shape LONG = shape(Long.class, (out, value) -> out.whole(value), BinaryIn::whole);
  static final Shape INT = shape(Integer.class, (out, value) -> out.whole(value), BinaryIn::wholeInt);
  static final Shape BYTES = shape(byte[].class, (out, value) -> out.bytes(value), BinaryIn::bytes);
  static final Shape UUID = shape(UUID.class, (out, value) -> out.uuid(value), BinaryIn::uuid);
  static final Shape TIME = shape(Instant.class, (out, value) -> out.time(value), BinaryIn::time);

  private Scalars() {}

  /** An enum by the order of its symbols in the schema, which need not be that of its constants. */
  static Shape symbols(Object[] constants) {
    return new Shape() {
      @Override
      public void write(Object value, BinaryOut out) {
        for (int i = 0; i < constants.length; i++) {
          if (constants[i] == value) {
            out.whole(i);
            return;
          }
        }
        throw new IllegalArgumentException("%s is not a symbol of the schema".formatted(value));
      }

      @Override
      public Object read(BinaryIn in) {
        return constants[in.choice(constants.length)];
      }
    };
  }

  private static <T> Shape shape(Class<T> type, BiConsumer<BinaryOut, T> write, Function<BinaryIn, T> read) {
    return new Shape() {
      @Override
      public void write(Object value, BinaryOut out) {
        write.accept(out, type.cast(value));
      }

      @Override
      public Object read(BinaryIn in) {
        return read.apply(in);
      }
    };
  }
}
