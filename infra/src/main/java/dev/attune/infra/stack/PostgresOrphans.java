package dev.attune.infra.stack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a killed postmaster leaves behind. Its children found sessions of their own, so no process group holds them, and
 * while one of them lives the next postmaster refuses the shared memory block.
 */
final class PostgresOrphans {

  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private PostgresOrphans() {}

  static void end(Path data, String cluster) {
    List<ProcessMark> orphans = ProcessMark.onLinux() ? workingIn(data) : titled(cluster);
    orphans.forEach(orphan -> Signals.send("KILL", orphan.pid()));
    for (ProcessMark orphan : orphans) {
      if (!Signals.awaitEnd(orphan, PATIENCE)) {
        throw new StackException("Process " + orphan.pid() + " of the killed PostgreSQL doesn't end; it may hang in the"
            + " disk. Look at it with: ps -fp " + orphan.pid());
      }
    }
  }

  private static List<ProcessMark> workingIn(Path data) {
    List<ProcessMark> found = new ArrayList<>();
    try (Stream<Path> processes = Files.list(Path.of("/proc"))) {
      processes.filter(folder -> worksIn(folder, data))
          .flatMap(folder -> ProcessMark.of(Long.parseLong(String.valueOf(folder.getFileName()))).stream())
          .forEach(found::add);
    } catch (IOException e) {
      throw new StackException("Cannot read /proc: " + e.getMessage(), e);
    }
    return found;
  }

  private static boolean worksIn(Path process, Path data) {
    if (!String.valueOf(process.getFileName()).chars().allMatch(Character::isDigit)) {
      return false;
    }
    try {
      return Files.readSymbolicLink(process.resolve("cwd")).equals(data)
          && Files.readString(process.resolve("comm")).startsWith("postgres");
    } catch (IOException e) {
      return false;
    }
  }

  private static List<ProcessMark> titled(String cluster) {
    return Commands.output("ps", "-axo", "pid=,command=").lines()
        .map(String::strip)
        .filter(line -> line.contains("postgres: " + cluster))
        .map(line -> ProcessMark.of(Long.parseLong(line.substring(0, line.indexOf(' ')))))
        .flatMap(Optional::stream)
        .toList();
  }
}
