package dev.attune.infra.stack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** Finds out who listens on a port; on Linux only, and only processes that we may look into. */
final class PortOwner {

  private static final Path PROC = Path.of("/proc");
  private static final String LISTENING = "0A";

  private PortOwner() {}

  /** Such as {@code nginx (pid 812)}. */
  static Optional<String> of(int port) {
    for (String table : List.of("net/tcp", "net/tcp6")) {
      try (Stream<String> lines = Files.lines(PROC.resolve(table))) {
        Optional<String> inode = inode(lines, port);
        if (inode.isPresent()) {
          return holder("socket:[" + inode.get() + "]");
        }
      } catch (IOException e) {
        return Optional.empty();
      }
    }
    return Optional.empty();
  }

  /** The socket that listens on the port, from the kernel's table. */
  static Optional<String> inode(Stream<String> table, int port) {
    String suffix = String.format(Locale.ROOT, ":%04X", port);
    return table.map(line -> line.strip().split("\\s+"))
        .filter(fields -> fields.length > 9 && fields[1].endsWith(suffix) && fields[3].equals(LISTENING))
        .map(fields -> fields[9])
        .findFirst();
  }

  private static Optional<String> holder(String socket) throws IOException {
    try (Stream<Path> processes = Files.list(PROC)) {
      return processes
          .filter(folder -> String.valueOf(folder.getFileName()).chars().allMatch(Character::isDigit))
          .filter(folder -> holds(folder, socket))
          .findFirst()
          .map(PortOwner::describe);
    }
  }

  private static boolean holds(Path process, String socket) {
    try (Stream<Path> descriptors = Files.list(process.resolve("fd"))) {
      return descriptors.anyMatch(descriptor -> pointsTo(descriptor, socket));
    } catch (IOException e) {
      return false;
    }
  }

  private static boolean pointsTo(Path descriptor, String socket) {
    try {
      return Files.readSymbolicLink(descriptor).toString().equals(socket);
    } catch (IOException e) {
      return false;
    }
  }

  private static String describe(Path process) {
    String pid = String.valueOf(process.getFileName());
    try {
      return Files.readString(process.resolve("comm")).strip() + " (pid " + pid + ")";
    } catch (IOException e) {
      return "pid " + pid;
    }
  }
}
