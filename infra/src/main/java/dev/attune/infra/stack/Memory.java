package dev.attune.infra.stack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/** How much physical memory processes use: proportional set size, in which shared pages are counted once. */
final class Memory {

  private static final long KIBI = 1024;

  private Memory() {}

  /** Bytes of the process and all its descendants; empty where the system doesn't tell. */
  static OptionalLong ofTree(long pid) {
    LongStream pids = LongStream.concat(LongStream.of(pid),
        ProcessHandle.of(pid).stream().flatMap(ProcessHandle::descendants).mapToLong(ProcessHandle::pid));
    long[] sizes = pids.map(Memory::pss).filter(bytes -> bytes >= 0).toArray();
    return sizes.length == 0 ? OptionalLong.empty() : OptionalLong.of(LongStream.of(sizes).sum());
  }

  private static long pss(long pid) {
    try (Stream<String> lines = Files.lines(Path.of("/proc/" + pid + "/smaps_rollup"))) {
      return parsePss(lines);
    } catch (IOException | UncheckedIOException e) {
      return -1;
    }
  }

  static long parsePss(Stream<String> lines) {
    return lines.filter(line -> line.startsWith("Pss:"))
        .map(line -> line.replaceAll("[^0-9]", ""))
        .mapToLong(kibi -> Long.parseLong(kibi) * KIBI)
        .findFirst()
        .orElse(-1);
  }
}
