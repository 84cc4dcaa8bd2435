package dev.attune.infra.bench;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Raw samples of a run, one a line: what was measured, when since the start, and how long it took, in nanoseconds. */
final class Samples implements AutoCloseable {

  private final Path file;
  private final BufferedWriter writer;

  Samples(Path file) throws IOException {
    this.file = file;
    Path folder = file.toAbsolutePath().getParent();
    if (folder != null) {
      Files.createDirectories(folder);
    }
    this.writer = Files.newBufferedWriter(file, StandardCharsets.UTF_8);
    writer.write("what,at_ns,nanos\n");
  }

  Path file() {
    return file;
  }

  synchronized void add(String what, long at, long nanos) {
    try {
      writer.write(what + "," + at + "," + nanos + "\n");
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot write " + file, e);
    }
  }

  @Override
  public synchronized void close() throws IOException {
    writer.close();
  }
}
