package dev.attune.infra.stack;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/** Starts and stops one node; what it knows of running processes is in the run folder. */
final class NodeRunner {

  private static final Duration POLL = Duration.ofMillis(50);
  private static final Duration STOP_PATIENCE = Duration.ofSeconds(30);
  private static final Duration KILL_PATIENCE = Duration.ofSeconds(10);
  private static final int LAST_LINES = 15;

  private final Settings settings;
  private final RunFolder run;
  private final ReentrantLock starting = new ReentrantLock();
  private boolean refusing;

  NodeRunner(Settings settings, RunFolder run) {
    this.settings = settings;
    this.run = run;
  }

  /** Starts it unless it runs already, and returns once it serves. */
  void start(Node node, Server server, StackReport report) {
    Optional<ProcessMark> running = run.running(node);
    if (running.isPresent()) {
      boolean ready = server.probe().ready();
      report.changed(node, ready ? NodeState.UP : NodeState.STARTING, ready ? "was up already" : "its process lives");
      if (!ready) {
        awaitReady(node, server, running.get());
        report.changed(node, NodeState.UP, "");
      }
      return;
    }
    report.changed(node, NodeState.STARTING, "");
    endLeftovers(node, server);
    requirePorts(node, server);
    server.prepare();
    ProcessMark process = launch(node, server);
    awaitReady(node, server, process);
    report.changed(node, NodeState.UP, "");
  }

  /** From now on nothing is started, and everything that was started is in the run folder: a stop misses nothing. */
  void refuseStarts() {
    starting.lock();
    try {
      refusing = true;
    } finally {
      starting.unlock();
    }
  }

  private ProcessMark launch(Node node, Server server) {
    Launch launch = server.launch();
    starting.lock();
    try {
      if (refusing) {
        throw new StackException(node.component().title() + " is not started: Attune is being stopped.");
      }
      ProcessMark process = DetachedProcess.start(launch, log(node));
      run.write(node, process);
      return process;
    } finally {
      starting.unlock();
    }
  }

  /** Fails with a message for people when somebody else has one of the ports of a node that doesn't run. */
  void requirePorts(Node node, Server server) {
    if (run.running(node).isEmpty()) {
      Ports.requireFree(new Server.NamedPort(node.port(), node.component().portVariable()), node.component().title());
      server.furtherPorts().forEach(port -> Ports.requireFree(port, node.component().title()));
    }
  }

  void endLeftovers(Node node, Server server) {
    if (run.running(node).isEmpty()) {
      server.sweep();
    }
  }

  /** Asks it to end and, when it doesn't within half a minute, kills it. */
  void stop(Node node, Server server, StackReport report) {
    Optional<ProcessMark> running = run.running(node);
    if (running.isEmpty()) {
      server.sweep();
      run.remove(node);
      return;
    }
    ProcessMark process = running.get();
    Signals.send("CONT", process.pid());
    Signals.send(server.stopSignal(), process.pid());
    String remark = "";
    if (!Signals.awaitEnd(process, STOP_PATIENCE)) {
      remark = "did not end within " + STOP_PATIENCE.toSeconds() + " s: killed";
      kill(node);
    }
    server.sweep();
    run.remove(node);
    report.changed(node, NodeState.DOWN, remark);
  }

  /** SIGKILL to its main process, as an operator or the kernel would do it; returns when it is gone. */
  void kill(Node node) {
    run.running(node).ifPresent(process -> {
      Signals.send("KILL", process.pid());
      if (!Signals.awaitEnd(process, KILL_PATIENCE)) {
        throw new StackException("Process " + process.pid() + " of " + node.name() + " doesn't end even when killed.");
      }
    });
  }

  Path log(Node node) {
    return settings.home().resolve("logs").resolve(node.name() + ".log");
  }

  private void awaitReady(Node node, Server server, ProcessMark process) {
    long deadline = System.nanoTime() + server.patience().toNanos();
    Probe probe = server.probe();
    while (!probe.ready()) {
      if (!process.alive()) {
        throw new StackException(node.component().title() + " ended while it started. The last lines of " + log(node)
            + ":\n" + String.join("\n", lastLines(log(node))));
      }
      if (System.nanoTime() > deadline) {
        throw new StackException(node.component().title() + " did not become ready within "
            + server.patience().toSeconds() + " s. It still runs; what it does is in " + log(node));
      }
      Signals.pause(POLL);
    }
  }

  static List<String> lastLines(Path log) {
    try {
      List<String> lines = new String(Files.readAllBytes(log), StandardCharsets.UTF_8).lines().toList();
      return lines.subList(Math.max(0, lines.size() - LAST_LINES), lines.size());
    } catch (IOException e) {
      return List.of("(cannot read it: " + e.getMessage() + ")");
    }
  }
}
