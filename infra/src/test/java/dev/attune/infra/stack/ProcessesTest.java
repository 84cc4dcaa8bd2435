package dev.attune.infra.stack;

import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ProcessesTest {

  @Test
  void a_process_is_told_from_a_later_one_with_its_number() {
    ProcessMark self = ProcessMark.of(ProcessHandle.current().pid()).orElseThrow();

    assertThat(self.alive()).isTrue();
    assertThat(new ProcessMark(self.pid(), "another birth").alive()).isFalse();
  }

  @Test
  void a_pid_file_keeps_node_process_and_port(@TempDir Path home) {
    RunFolder run = new RunFolder(home);
    Node second = new Node(Component.COMMAND, 2, 7811);
    Node postgres = new Node(Component.POSTGRES, 1, 7803);
    run.write(second, new ProcessMark(12, "boot/345"));
    run.write(postgres, new ProcessMark(11, "boot/300"));

    assertThat(run.all()).containsExactly(
        new RunFolder.Entry(postgres, new ProcessMark(11, "boot/300")),
        new RunFolder.Entry(second, new ProcessMark(12, "boot/345")));
    assertThat(run.running(second)).isEmpty();

    run.remove(second);
    assertThat(run.find("command-service-2")).isEmpty();
  }

  @Test
  void a_torn_pid_file_counts_as_none() {
    assertThat(RunFolder.parse("kafka", "")).isEmpty();
    assertThat(RunFolder.parse("kafka", "12 boot")).isEmpty();
    assertThat(RunFolder.parse("someone-else", "12 boot/1 80")).isEmpty();
  }

  @Test
  void the_listening_socket_is_found_in_the_kernels_table() {
    Stream<String> table = Stream.of(
        "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode",
        "   0: 0100007F:1E7B 0100007F:D431 01 00000000:00000000 00:00000000 00000000     0        0 111 1",
        "   1: 0100007F:1E7B 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 222 1");

    assertThat(PortOwner.inode(table, 7803)).contains("222");
  }

  @Test
  void memory_is_read_in_bytes() {
    assertThat(Memory.parsePss(Stream.of("Rss:  900 kB", "Pss:  412 kB", "Pss_Anon:  1 kB"))).isEqualTo(412 * 1024);
    assertThat(Memory.parsePss(Stream.of("nothing"))).isNegative();
  }

  @Test
  void a_full_disk_is_said_before_anything_starts() {
    assertThatThrownBy(() -> DataFolder.requireRoom(Path.of("/data"), 3L * 1024 * 1024))
        .hasMessageContaining("/data is full: 3 MB are free")
        .hasMessageContaining("ATTUNE_HOME");
  }

  @Test
  void nodes_are_named_by_component_and_number() {
    assertThat(new Node(Component.QUERY, 1, 7802).name()).isEqualTo("query-service");
    assertThat(new Node(Component.QUERY, 3, 7812).name()).isEqualTo("query-service-3");
    assertThatThrownBy(() -> Component.ofId("mysql")).hasMessageContaining("postgres, kafka, views");
  }
}
