package dev.attune.query.history;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/**
 * Lists of byte strings as one: each with its length before it in four bytes, big-endian. The deflated form (RFC 1951)
 * begins with the length of the plain one in four bytes.
 */
final class Packed {

  private Packed() {}

  static byte[] pack(List<byte[]> items) {
    int length = 0;
    for (byte[] item : items) {
      length += 4 + item.length;
    }
    ByteBuffer buffer = ByteBuffer.allocate(length);
    for (byte[] item : items) {
      buffer.putInt(item.length).put(item);
    }
    return buffer.array();
  }

  static List<byte[]> unpack(byte[] packed) {
    ByteBuffer buffer = ByteBuffer.wrap(packed);
    List<byte[]> items = new ArrayList<>();
    while (buffer.hasRemaining()) {
      byte[] item = new byte[buffer.getInt()];
      buffer.get(item);
      items.add(item);
    }
    return items;
  }

  static byte[] deflate(byte[] plain) {
    Deflater deflater = new Deflater(Deflater.BEST_SPEED, true);
    try {
      deflater.setInput(plain);
      deflater.finish();
      ByteArrayOutputStream out = new ByteArrayOutputStream(plain.length / 2 + 16);
      out.writeBytes(ByteBuffer.allocate(4).putInt(plain.length).array());
      byte[] some = new byte[8_192];
      while (!deflater.finished()) {
        out.write(some, 0, deflater.deflate(some));
      }
      return out.toByteArray();
    } finally {
      deflater.end();
    }
  }

  static byte[] inflate(byte[] deflated) {
    Inflater inflater = new Inflater(true);
    try {
      byte[] plain = new byte[ByteBuffer.wrap(deflated).getInt()];
      inflater.setInput(deflated, 4, deflated.length - 4);
      int at = 0;
      while (at < plain.length) {
        int read = inflater.inflate(plain, at, plain.length - at);
        if (read == 0) {
          throw new IllegalStateException("A chunk of history is cut off");
        }
        at += read;
      }
      return plain;
    } catch (DataFormatException e) {
      throw new IllegalStateException("A chunk of history is damaged", e);
    } finally {
      inflater.end();
    }
  }
}
