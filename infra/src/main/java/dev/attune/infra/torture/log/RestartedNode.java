package dev.attune.infra.torture.log;

import dev.attune.infra.torture.Interruption;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.LongAdder;

/** A node behind a proxy, killed and started again, stopped and let go on. */
final class RestartedNode implements LogNode {

  private final Class<?> program;
  private final String name;
  private final SwallowingProxy proxy;
  private final String password;
  private final LongAdder lost = new LongAdder();
  private volatile ChildNode life;

  RestartedNode(String name, int databasePort, String password) {
    this(NodeProgram.class, name, databasePort, password);
  }

  /** @param program its main class */
  RestartedNode(Class<?> program, String name, int databasePort, String password) {
    this.program = program;
    this.name = name;
    this.proxy = new SwallowingProxy(databasePort);
    this.password = password;
    this.life = ChildNode.start(program, name, proxy.port(), password, lost);
    Runtime.getRuntime().addShutdownHook(new Thread(() -> life.close(), "kill-" + name));
  }

  String name() {
    return name;
  }

  @Override
  public CompletableFuture<Answer> append(Attempt attempt) {
    return life.append(attempt);
  }

  /** False if it has ended by itself. */
  boolean alive() {
    return life.alive();
  }

  int underWay() {
    return life.underWay();
  }

  /** How often it lost its connection, or got none. */
  long lost() {
    return lost.sum();
  }

  SwallowingProxy proxy() {
    return proxy;
  }

  void killAndRestart() {
    life.close();
    life = ChildNode.start(program, name, proxy.port(), password, lost);
  }

  /** SIGSTOP, and SIGCONT after that time. */
  void stopFor(Duration time) {
    long pid = life.pid();
    SignalTo.process("STOP", pid);
    try {
      Interruption.pause(time);
    } finally {
      SignalTo.process("CONT", pid);
    }
  }

  @Override
  public void close() {
    life.close();
    proxy.close();
  }
}
