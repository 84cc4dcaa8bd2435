package dev.attune.infra.stack;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * How to start a process.
 *
 * @param environment added to the environment of this process; secrets travel here, never on the command line, which
 *     everyone on the machine can read
 */
record Launch(List<String> command, Path folder, Map<String, String> environment) {

  Launch {
    command = List.copyOf(command);
    environment = Map.copyOf(environment);
  }
}
