package dev.attune.infra.stack;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** Short programs that are run to their end. */
final class Commands {

  private Commands() {}

  static boolean succeeds(String... command) {
    try {
      return new ProcessBuilder(command)
          .redirectErrorStream(true)
          .redirectOutput(ProcessBuilder.Redirect.DISCARD)
          .start()
          .waitFor() == 0;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  static String output(String... command) {
    return run(List.of(command), "");
  }

  /**
   * Runs it with this input and returns both outputs.
   *
   * @throws StackException with the output when it fails
   */
  static String run(List<String> command, String input) {
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      try (OutputStream stdin = process.getOutputStream()) {
        stdin.write(input.getBytes(StandardCharsets.UTF_8));
      }
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (process.waitFor() != 0) {
        throw new StackException(programIn(command) + " failed:\n" + output.strip());
      }
      return output;
    } catch (IOException e) {
      throw new StackException("Cannot run " + programIn(command) + ": " + e.getMessage(), e);
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  private static String programIn(List<String> command) {
    return String.valueOf(Path.of(command.getFirst()).getFileName());
  }

  private static StackException interrupted(InterruptedException e) {
    Thread.currentThread().interrupt();
    return new StackException("Interrupted.", e);
  }
}
