package dev.attune.contracts.wire.avro;

import dev.attune.contracts.wire.MalformedBytesException;

/** The first byte of what travels on Kafka: the number of its format. */
final class Format {

  private Format() {}

  /** What follows the first byte, which must be {@code known}. */
  static BinaryIn open(byte[] value, byte known) {
    if (value.length == 0) {
      throw new MalformedBytesException("it is empty");
    }
    if (value[0] != known) {
      throw new MalformedBytesException(
          "its format is %d, and this version knows %d: it was written by a newer one, or by something else"
              .formatted(value[0], known));
    }
    return new BinaryIn(value, 1);
  }
}
