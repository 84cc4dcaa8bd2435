package dev.attune.infra.stack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A process that cannot be mistaken for a later one with the same number.
 *
 * @param birth when it was born: on Linux the boot's id and the kernel's ticks, which no change of the clock moves
 */
record ProcessMark(long pid, String birth) {

  private static final Path PROC = Path.of("/proc");
  private static final int STATE = 0;
  private static final int THREADS = 17;
  private static final int START_TICKS = 19;

  /** The process that has this number now; a dead one that nobody has collected yet counts as gone. */
  static Optional<ProcessMark> of(long pid) {
    return onLinux() ? fromProc(pid) : fromHandle(pid);
  }

  boolean alive() {
    return of(pid).filter(this::equals).isPresent();
  }

  static boolean onLinux() {
    return Files.exists(PROC.resolve("self/stat"));
  }

  private static Optional<ProcessMark> fromProc(long pid) {
    try {
      String stat = Files.readString(PROC.resolve(pid + "/stat"));
      // the program's name stands in parentheses and may itself hold spaces and parentheses
      String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
      if (dead(fields)) {
        return Optional.empty();
      }
      String boot = Files.readString(PROC.resolve("sys/kernel/random/boot_id")).strip();
      return Optional.of(new ProcessMark(pid, boot + "/" + fields[START_TICKS]));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  // while a killed program ends, its first thread can be a zombie already when others still hold its files and ports
  private static boolean dead(String[] fields) {
    return fields[STATE].equals("X") || (fields[STATE].equals("Z") && Integer.parseInt(fields[THREADS]) <= 1);
  }

  private static Optional<ProcessMark> fromHandle(long pid) {
    return ProcessHandle.of(pid)
        .filter(ProcessHandle::isAlive)
        .flatMap(handle -> handle.info().startInstant())
        .map(start -> new ProcessMark(pid, start.toString()));
  }
}
