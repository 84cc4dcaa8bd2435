package dev.attune.infra.torture.log;

import dev.attune.infra.stack.StackException;
import dev.attune.infra.torture.Interruption;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** {@code strace}, attached to a process and its children, making their system calls slow or fail until it is closed. */
final class Strace implements AutoCloseable {

  private static final Duration ATTACHING = Duration.ofMillis(150);

  private final Process process;

  private Strace(Process process) {
    this.process = process;
  }

  /** Why it cannot be used here; empty if it can. */
  static String missing() {
    try {
      Process victim = new ProcessBuilder("sleep", "10").start();
      try (Strace probe = attach(victim.pid(), "fdatasync:delay_enter=1")) {
        return probe.process.isAlive() ? "" : "strace may not attach to processes here";
      } finally {
        victim.destroyForcibly();
      }
    } catch (StackException | IOException e) {
      return "there is no strace here (apt-get install strace)";
    }
  }

  /** Each fdatasync begins that much later. */
  static Strace slowDisk(long pid, Duration delay) {
    return attach(pid, "fdatasync:delay_enter=" + TimeUnit.MILLISECONDS.toMicros(delay.toMillis()));
  }

  /** Each fdatasync fails as on a broken disk. */
  static Strace brokenDisk(long pid) {
    return attach(pid, "fdatasync:error=EIO");
  }

  private static Strace attach(long pid, String inject) {
    List<String> command = new ArrayList<>(List.of("strace", "-f", "-o", "/dev/null", "-e", "trace=fdatasync", "-e",
        "inject=" + inject, "-p", String.valueOf(pid)));
    ProcessHandle.of(pid).stream().flatMap(ProcessHandle::children).flatMap(Strace::option).forEach(command::add);
    try {
      Process process = new ProcessBuilder(command)
          .redirectErrorStream(true)
          .redirectOutput(ProcessBuilder.Redirect.DISCARD)
          .start();
      Interruption.pause(ATTACHING);
      return new Strace(process);
    } catch (IOException e) {
      throw new StackException("Cannot run strace: " + e.getMessage(), e);
    }
  }

  private static Stream<String> option(ProcessHandle child) {
    return Stream.of("-p", String.valueOf(child.pid()));
  }

  /** Detaches: from then on all is as before. */
  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(10, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
      }
    } catch (InterruptedException e) {
      throw Interruption.of(e);
    }
  }
}
