package dev.attune.infra.stack;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Looks at every node. */
record StatusReader(Settings settings, RunFolder run) {

  List<NodeStatus> read(LocalStack stack) {
    List<Node> nodes = new ArrayList<>();
    for (Component component : Component.values()) {
      nodes.add(stack.first(component));
      run.all().stream()
          .map(RunFolder.Entry::node)
          .filter(node -> node.component() == component && node.number() > 1)
          .forEach(nodes::add);
    }
    return nodes.parallelStream().map(node -> read(node, stack.probe(node))).toList();
  }

  private NodeStatus read(Node node, Probe probe) {
    boolean ready = probe.ready();
    if (settings.external(node.component()).isPresent()) {
      return gone(node, ready ? NodeState.EXTERNAL : NodeState.DOWN);
    }
    Optional<ProcessMark> process = run.running(node);
    if (process.isEmpty()) {
      return gone(node, NodeState.DOWN);
    }
    long pid = process.get().pid();
    return new NodeStatus(node, ready ? NodeState.UP : NodeState.STARTING, OptionalLong.of(pid), uptime(pid),
        Memory.ofTree(pid));
  }

  private static NodeStatus gone(Node node, NodeState state) {
    return new NodeStatus(node, state, OptionalLong.empty(), Duration.ZERO, OptionalLong.empty());
  }

  private static Duration uptime(long pid) {
    return ProcessHandle.of(pid)
        .flatMap(handle -> handle.info().startInstant())
        .map(start -> Duration.between(start, Instant.now()))
        .orElse(Duration.ZERO);
  }
}
