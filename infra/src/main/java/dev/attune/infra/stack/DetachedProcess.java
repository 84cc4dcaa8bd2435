package dev.attune.infra.stack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;

/** Starts processes in a session of their own: Ctrl-C at the terminal and the end of this process don't reach them. */
final class DetachedProcess {

  private static final long LONGEST_LOG = 20L * 1024 * 1024;
  private static final List<Path> SETSID = List.of(Path.of("/usr/bin/setsid"), Path.of("/bin/setsid"));

  private DetachedProcess() {}

  /**
   * Starts it with both outputs appended to the log, which is put aside when it has grown long.
   *
   * @throws StackException when the program cannot be run
   */
  static ProcessMark start(Launch launch, Path log) {
    List<String> command = new ArrayList<>(newSession());
    command.addAll(launch.command());
    try {
      Files.createDirectories(log.toAbsolutePath().getParent());
      putLongLogAside(log);
      ProcessBuilder builder = new ProcessBuilder(command)
          .directory(launch.folder().toFile())
          .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
          .redirectErrorStream(true)
          .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
      builder.environment().putAll(launch.environment());
      long pid = builder.start().pid();
      return ProcessMark.of(pid).orElse(new ProcessMark(pid, "ended-at-once"));
    } catch (IOException e) {
      throw new StackException("Cannot start " + launch.command().getFirst() + ": " + e.getMessage(), e);
    }
  }

  // both replace themselves by the program, so its pid is the one we get
  private static List<String> newSession() {
    for (Path setsid : SETSID) {
      if (Files.isExecutable(setsid)) {
        return List.of(setsid.toString());
      }
    }
    return List.of("/usr/bin/perl", "-e", "use POSIX; POSIX::setsid(); exec {$ARGV[0]} @ARGV or die $!;");
  }

  private static void putLongLogAside(Path log) throws IOException {
    if (Files.exists(log) && Files.size(log) > LONGEST_LOG) {
      Files.move(log, log.resolveSibling(log.getFileName() + ".1"), StandardCopyOption.REPLACE_EXISTING);
    }
  }
}
