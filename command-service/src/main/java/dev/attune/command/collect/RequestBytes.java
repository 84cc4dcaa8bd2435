package dev.attune.command.collect;

import dev.attune.command.platform.ProblemException;
import jakarta.servlet.http.HttpServletRequest;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.util.Locale;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.springframework.http.HttpStatus;

/**
 * Reads a request's body whatever its content type says, unpacked if it is gzip by its header or its first bytes.
 *
 * @param limit most bytes, packed and unpacked
 * @param tooLarge status to answer with if there are more
 */
record RequestBytes(int limit, HttpStatus tooLarge) {

  byte[] read(HttpServletRequest request) {
    byte[] sent;
    try {
      if (request.getContentLengthLong() > limit) {
        throw larger();
      }
      sent = readAll(request.getInputStream());
    } catch (IOException e) {
      throw cutOff();
    }
    return isGzip(request, sent) ? unpacked(sent) : sent;
  }

  /** The body as a stream, unpacked on the way. What it throws is a {@link #problem}. */
  static InputStream open(HttpServletRequest request) throws IOException {
    try {
      InputStream body = request.getInputStream();
      byte[] begin = body.readNBytes(2);
      InputStream whole = new SequenceInputStream(new ByteArrayInputStream(begin), body);
      return isGzip(request, begin) ? new GZIPInputStream(whole, 64 * 1024) : whole;
    } catch (IOException e) {
      throw problem(e);
    }
  }

  /** What the client is told when its body could not be read on. */
  static ProblemException problem(IOException failure) {
    return failure instanceof ZipException ? malformed() : cutOff();
  }

  private static boolean isGzip(HttpServletRequest request, byte[] begin) {
    boolean magic = begin.length > 1 && begin[0] == 0x1f && (begin[1] & 0xff) == 0x8b;
    String encoding = request.getHeader("Content-Encoding");
    boolean told = encoding != null && encoding.toLowerCase(Locale.ROOT).contains("gzip");
    return magic || told && !isPlainJson(begin);
  }

  /** Proxies unpack bodies and forget the header. */
  private static boolean isPlainJson(byte[] sent) {
    return sent.length > 0 && "{[ \t\r\n".indexOf(sent[0]) >= 0;
  }

  private byte[] unpacked(byte[] sent) {
    try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(sent))) {
      return readAll(in);
    } catch (ZipException | EOFException e) {
      throw malformed();
    } catch (IOException e) {
      throw new IllegalStateException("Bytes in memory were not readable", e);
    }
  }

  private byte[] readAll(InputStream in) throws IOException {
    byte[] bytes = in.readNBytes(limit + 1);
    if (bytes.length > limit) {
      throw larger();
    }
    return bytes;
  }

  private static ProblemException cutOff() {
    return new ProblemException(
        HttpStatus.BAD_REQUEST, "body-cut-off", "The body is cut off", "The connection ended before the body did");
  }

  private static ProblemException malformed() {
    return new ProblemException(
        HttpStatus.BAD_REQUEST, "malformed-gzip", "Not gzip", "The body says it is gzip but cannot be unpacked");
  }

  private ProblemException larger() {
    return new ProblemException(
        tooLarge, "body-too-large", "The body is too large", "At most %d bytes are taken, unpacked".formatted(limit));
  }
}
