package dev.attune.infra.stack;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class StopWhileStartingIT {

  @TempDir
  private Path home;

  @ParameterizedTest
  @ValueSource(ints = {0, 30, 300, 1_500})
  void a_stop_in_the_middle_of_a_start_leaves_no_process(int millis) throws Exception {
    LocalStack stack = LocalStack.temporary(home);
    CompletableFuture<Void> start =
        CompletableFuture.runAsync(() -> stack.up(Component.servers(), StackReport.SILENT));
    TimeUnit.MILLISECONDS.sleep(millis);

    stack.refuseStarts();
    stack.stop(StackReport.SILENT);
    start.exceptionally(refused -> null).get(1, TimeUnit.MINUTES);

    assertThat(stack.nodes()).isEmpty();
    assertThat(processesBelow(home)).isEmpty();
  }

  private static List<String> processesBelow(Path home) {
    return ProcessHandle.allProcesses()
        .filter(process -> process.pid() != ProcessHandle.current().pid())
        .map(process -> process.info().commandLine().orElse(""))
        .filter(command -> command.contains(home.toString()))
        .toList();
  }
}
