package dev.attune.command.collect;

import dev.attune.command.platform.json.JsonDocument;
import dev.attune.command.platform.json.MalformedJsonException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Cuts a stream into lines, each of them an item as JSON (NDJSON). Blank lines are passed over. Of a line, no more is
 * held than a quarantine keeps, so that memory stays small whatever comes. Used by one thread.
 */
final class ItemLines {

  /** How much of a line is held. */
  static final int HELD = 64 * 1024;

  private static final byte[] BYTE_ORDER_MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

  private final InputStream in;
  private final byte[] buffer = new byte[HELD];
  private int from;
  private int to;
  private long number;

  ItemLines(InputStream in) {
    this.in = in;
  }

  /**
   * One line.
   *
   * @param number from 1, blank lines counted
   * @param bytes without the line's end, at most {@value #HELD} of them
   * @param length as it came
   */
  record Line(long number, byte[] bytes, long length) {

    /** What it says, or why it cannot be read. Everything but the size is judged as in any other request. */
    Reading read(Delivery delivery) {
      if (length > Draft.LARGEST) {
        return new Reading.Unreadable(null, List.of(Draft.tooLarge(length)));
      }
      try {
        return NativeReader.read(JsonDocument.item(bytes), delivery);
      } catch (MalformedJsonException e) {
        return new Reading.Unreadable(null, List.of(String.valueOf(e.getMessage())));
      }
    }

    private boolean isBlank() {
      for (byte each : bytes) {
        if (each != ' ' && each != '\t' && each != '\r') {
          return false;
        }
      }
      return true;
    }
  }

  /** The next line that is not blank; null at the end. */
  @Nullable Line next() throws IOException {
    for (Line line = cut(); line != null; line = cut()) {
      if (!line.isBlank()) {
        return line;
      }
    }
    return null;
  }

  private @Nullable Line cut() throws IOException {
    if (from == to && !fill()) {
      return null;
    }
    number++;
    byte[] held = new byte[0];
    long length = 0;
    do {
      int end = from;
      while (end < to && buffer[end] != '\n') {
        end++;
      }
      int kept = (int) Math.min(end - from, HELD - held.length);
      held = joined(held, kept);
      length += end - from;
      boolean ended = end < to;
      from = ended ? end + 1 : end;
      if (ended) {
        return line(held, length);
      }
    } while (fill());
    return line(held, length);
  }

  private byte[] joined(byte[] held, int more) {
    byte[] joined = Arrays.copyOf(held, held.length + more);
    System.arraycopy(buffer, from, joined, held.length, more);
    return joined;
  }

  private Line line(byte[] held, long length) {
    boolean marked = number == 1 && held.length >= 3 && Arrays.equals(held, 0, 3, BYTE_ORDER_MARK, 0, 3);
    return marked
        ? new Line(number, Arrays.copyOfRange(held, 3, held.length), length - 3)
        : new Line(number, held, length);
  }

  private boolean fill() throws IOException {
    from = 0;
    to = Math.max(0, in.read(buffer));
    return to > 0;
  }
}
