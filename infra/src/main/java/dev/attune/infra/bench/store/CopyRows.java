package dev.attune.infra.bench.store;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Rows in the binary form of PostgreSQL's COPY: a signature, for each row its fields with their lengths, an end mark. */
final class CopyRows {

  private static final byte[] SIGNATURE = "PGCOPY\n\377\r\n\0".getBytes(StandardCharsets.ISO_8859_1);
  private static final long SECONDS_TO_2000 = 946_684_800L;

  private ByteBuffer bytes;

  /** @param size to begin with; it grows */
  CopyRows(int size) {
    bytes = ByteBuffer.allocate(size + 64).put(SIGNATURE).putInt(0).putInt(0);
  }

  CopyRows begin(int fields) {
    room(2).putShort((short) fields);
    return this;
  }

  CopyRows put(short value) {
    room(6).putInt(2).putShort(value);
    return this;
  }

  CopyRows put(int value) {
    room(8).putInt(4).putInt(value);
    return this;
  }

  CopyRows put(long value) {
    room(12).putInt(8).putLong(value);
    return this;
  }

  CopyRows put(@Nullable UUID value) {
    if (value == null) {
      room(4).putInt(-1);
    } else {
      room(20).putInt(16).putLong(value.getMostSignificantBits()).putLong(value.getLeastSignificantBits());
    }
    return this;
  }

  CopyRows put(byte[] value) {
    room(4 + value.length).putInt(value.length).put(value);
    return this;
  }

  CopyRows time(Instant time) {
    return put((time.getEpochSecond() - SECONDS_TO_2000) * 1_000_000 + time.getNano() / 1_000);
  }

  byte[] finished() {
    room(2).putShort((short) -1);
    return Arrays.copyOf(bytes.array(), bytes.position());
  }

  private ByteBuffer room(int more) {
    if (bytes.remaining() < more) {
      bytes = ByteBuffer.allocate(2 * bytes.capacity() + more).put(bytes.flip());
    }
    return bytes;
  }
}
