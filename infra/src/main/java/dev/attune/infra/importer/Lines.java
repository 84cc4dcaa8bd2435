package dev.attune.infra.importer;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The lines of a file, one after the other. Ends of line are LF, CRLF or CR LF mixed; a byte order mark is dropped. A
 * line
 * that is too long or not in the file's character set is given with its problem, and reading goes on behind it.
 */
final class Lines implements AutoCloseable {

  /** Longest line, in bytes. */
  static final int LONGEST = 1 << 20;

  private static final int KEPT_OF_A_BROKEN_LINE = 200;
  private static final char BYTE_ORDER_MARK = '\uFEFF';

  private final InputStream in;
  private final Charset charset;
  private final byte[] buffer = new byte[1 << 16];
  private final Deque<Line> again = new ArrayDeque<>();
  private int at;
  private int end;
  private long number;
  private long bytes;

  Lines(InputStream in, Charset charset) {
    this.in = in;
    this.charset = charset;
  }

  /** How many bytes were read so far. */
  long bytes() {
    return bytes;
  }

  /** Puts lines back, to be given again in this order. */
  void putBack(List<Line> lines) {
    lines.reversed().forEach(again::addFirst);
  }

  /** The next line; null at the end. */
  @Nullable Line next() throws IOException {
    if (!again.isEmpty()) {
      return again.pollFirst();
    }
    ByteArrayOutputStream collected = new ByteArrayOutputStream(128);
    boolean any = false;
    boolean tooLong = false;
    while (at < end || fill()) {
      any = true;
      int stop = at;
      while (stop < end && buffer[stop] != '\n') {
        stop++;
      }
      int room = Math.min(stop - at, LONGEST - collected.size());
      collected.write(buffer, at, room);
      tooLong |= room < stop - at;
      at = stop;
      if (at < end) {
        at++;
        return line(collected.toByteArray(), tooLong, true);
      }
    }
    return any ? line(collected.toByteArray(), tooLong, false) : null;
  }

  private boolean fill() throws IOException {
    end = in.read(buffer);
    at = 0;
    bytes += Math.max(0, end);
    return end > 0;
  }

  private Line line(byte[] line, boolean tooLong, boolean ended) {
    number++;
    int length = line.length > 0 && line[line.length - 1] == '\r' ? line.length - 1 : line.length;
    if (tooLong) {
      return new Line(number, kept(line, length), ended, "longer than " + LONGEST + " bytes");
    }
    try {
      String text =
          charset.newDecoder()
              .onMalformedInput(CodingErrorAction.REPORT)
              .onUnmappableCharacter(CodingErrorAction.REPORT)
              .decode(ByteBuffer.wrap(line, 0, length))
              .toString();
      boolean marked = number == 1 && !text.isEmpty() && text.charAt(0) == BYTE_ORDER_MARK;
      return new Line(number, marked ? text.substring(1) : text, ended, null);
    } catch (CharacterCodingException e) {
      return new Line(number, kept(line, length), ended, "not in " + charset.name() + "; see --encoding");
    }
  }

  private String kept(byte[] line, int length) {
    return new String(line, 0, Math.min(length, KEPT_OF_A_BROKEN_LINE), charset);
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
