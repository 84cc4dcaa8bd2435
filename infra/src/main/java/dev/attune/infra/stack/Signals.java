package dev.attune.infra.stack;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;

/** Sends signals to processes that are not our children. */
final class Signals {

  private Signals() {}

  /** Sends the signal, such as TERM, KILL, INT, STOP or CONT, to one process; gone is fine. */
  static void send(String signal, long pid) {
    shell("kill -" + signal + " " + pid + " 2>/dev/null");
  }

  /** Kills every process of the group that this leader founded, also when the leader is gone. */
  static void killGroup(long leader) {
    shell("kill -KILL -- -" + leader + " 2>/dev/null");
  }

  /** Waits until the process is gone; false when it still lives after that time. */
  static boolean awaitEnd(ProcessMark process, Duration patience) {
    Instant deadline = Instant.now().plus(patience);
    while (process.alive()) {
      if (Instant.now().isAfter(deadline)) {
        return false;
      }
      pause(Duration.ofMillis(20));
    }
    return true;
  }

  static void pause(Duration duration) {
    try {
      Thread.sleep(duration);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StackException("Interrupted.", e);
    }
  }

  // kill is built into every shell, while the program of that name is missing on small systems
  private static void shell(String command) {
    try {
      new ProcessBuilder("/bin/sh", "-c", command)
          .redirectErrorStream(true)
          .redirectOutput(ProcessBuilder.Redirect.DISCARD)
          .start()
          .waitFor();
    } catch (IOException e) {
      throw new StackException("Cannot run /bin/sh: " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
