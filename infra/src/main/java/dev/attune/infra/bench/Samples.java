package dev.attune.infra.bench;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Raw samples of a run, one a line: what was measured, when since the start, and how long it took, in nanoseconds. The
 * file
 * is made with the first of them. Thread-safe.
 */
public final class Samples implements AutoCloseable {

  private final Path file;
  private @Nullable BufferedWriter writer;

  Samples(Path file) {
    this.file = file;
  }

  /** The file, if there are any samples. */
  synchronized Optional<Path> written() {
    return writer == null ? Optional.empty() : Optional.of(file);
  }

  public synchronized void add(String what, long at, long nanos) {
    try {
      open().write(what + "," + at + "," + nanos + "\n");
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot write " + file, e);
    }
  }

  private BufferedWriter open() throws IOException {
    BufferedWriter out = writer;
    if (out == null) {
      Path folder = file.toAbsolutePath().getParent();
      if (folder != null) {
        Files.createDirectories(folder);
      }
      out = Files.newBufferedWriter(file, StandardCharsets.UTF_8);
      out.write("what,at_ns,nanos\n");
      writer = out;
    }
    return out;
  }

  @Override
  public synchronized void close() throws IOException {
    if (writer != null) {
      writer.close();
    }
  }
}
