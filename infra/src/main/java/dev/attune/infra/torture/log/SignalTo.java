package dev.attune.infra.torture.log;

import dev.attune.infra.stack.StackException;
import dev.attune.infra.torture.Interruption;
import java.io.IOException;

/** Sends signals to processes that this one has started, or that those have. */
final class SignalTo {

  private SignalTo() {}

  /** Gone is fine. */
  static void process(String signal, long pid) {
    try {
      // kill is built into every shell
      new ProcessBuilder("/bin/sh", "-c", "kill -" + signal + " " + pid + " 2>/dev/null").start().waitFor();
    } catch (IOException e) {
      throw new StackException("Cannot run /bin/sh: " + e.getMessage(), e);
    } catch (InterruptedException e) {
      throw Interruption.of(e);
    }
  }
}
