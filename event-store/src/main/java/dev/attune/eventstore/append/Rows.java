package dev.attune.eventstore.append;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Rows of a composite type in PostgreSQL's binary form, one after another: for each its length, the number of its fields,
 * and of each field the type's number, its length (-1: null) and its bytes. With {@link #array} they are an array.
 */
final class Rows {

  private static final int BOOLEAN = 16;
  private static final int BYTES = 17;
  private static final int BIGINT = 20;
  private static final int SMALLINT = 21;
  private static final int INT = 23;
  private static final int TEXT = 25;
  private static final int TIMESTAMPTZ = 1184;
  private static final int UUIDS = 2950;
  private static final int MICROS_BETWEEN_EPOCHS_SECONDS = 946_684_800;

  private static final int HEADER = 20;

  private ByteBuffer bytes;
  private int count;
  private int begun;

  /** @param size to begin with; it grows */
  Rows(int size) {
    bytes = ByteBuffer.allocate(HEADER + size).position(HEADER);
  }

  Rows begin(int fields) {
    room(8);
    begun = bytes.position();
    bytes.putInt(0).putInt(fields);
    return this;
  }

  Rows end() {
    bytes.putInt(begun, bytes.position() - begun - 4);
    count++;
    return this;
  }

  Rows put(boolean value) {
    field(BOOLEAN, 1).put((byte) (value ? 1 : 0));
    return this;
  }

  Rows put(short value) {
    field(SMALLINT, 2).putShort(value);
    return this;
  }

  Rows put(int value) {
    field(INT, 4).putInt(value);
    return this;
  }

  Rows put(long value) {
    field(BIGINT, 8).putLong(value);
    return this;
  }

  Rows put(@Nullable UUID value) {
    if (value == null) {
      field(UUIDS, -1);
    } else {
      field(UUIDS, 16).putLong(value.getMostSignificantBits()).putLong(value.getLeastSignificantBits());
    }
    return this;
  }

  Rows put(byte @Nullable [] value) {
    return put(BYTES, value);
  }

  /** @param value 16 bytes */
  Rows uuid(byte[] value) {
    return put(UUIDS, value);
  }

  Rows put(@Nullable String value) {
    return put(TEXT, value == null ? null : value.getBytes(StandardCharsets.UTF_8));
  }

  /** @param micros since 1970 */
  Rows time(long micros) {
    field(TIMESTAMPTZ, 8).putLong(Math.subtractExact(micros, MICROS_BETWEEN_EPOCHS_SECONDS * 1_000_000L));
    return this;
  }

  /** A row that was written before; its bytes from the given offset on can then be changed by {@link #at}. */
  int add(byte[] row) {
    room(row.length);
    int at = bytes.position();
    bytes.put(row);
    count++;
    return at;
  }

  ByteBuffer at() {
    return bytes;
  }

  /** The rows alone, to be given to {@link #add}. */
  byte[] rows() {
    byte[] rows = new byte[bytes.position() - HEADER];
    bytes.get(HEADER, rows);
    return rows;
  }

  /** All rows as an array of the type. */
  byte[] array(int type) {
    int length = count == 0 ? 12 : bytes.position();
    byte[] array = new byte[length];
    bytes.get(0, array);
    ByteBuffer header = ByteBuffer.wrap(array).putInt(count == 0 ? 0 : 1).putInt(0).putInt(type);
    if (count > 0) {
      header.putInt(count).putInt(1);
    }
    return array;
  }

  private Rows put(int type, byte @Nullable [] value) {
    if (value == null) {
      field(type, -1);
    } else {
      field(type, value.length).put(value);
    }
    return this;
  }

  private ByteBuffer field(int type, int length) {
    room(8 + Math.max(0, length));
    return bytes.putInt(type).putInt(length);
  }

  private void room(int more) {
    if (bytes.remaining() < more) {
      ByteBuffer larger = ByteBuffer.allocate(Math.addExact(bytes.position(), Math.max(bytes.capacity(), more)));
      bytes = larger.put(bytes.flip());
    }
  }
}
