package dev.attune.infra.torture.log;

import dev.attune.infra.stack.StackException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/** One life of a node in a process of its own. What it did not answer before its end failed with an unknown outcome. */
final class ChildNode implements LogNode {

  private static final List<String> FLAGS =
      List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-XX:-UsePerfData", "-Xmx192m",
          "--enable-native-access=ALL-UNNAMED");

  private final Process process;
  private final LongAdder lost;
  private final AtomicLong numbers = new AtomicLong();
  private final Map<Long, CompletableFuture<Answer>> waiting = new ConcurrentHashMap<>();
  private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();
  private final Thread sending;
  private volatile boolean ended;

  private ChildNode(Process process, String name, LongAdder lost) {
    this.process = process;
    this.lost = lost;
    this.sending = Thread.ofPlatform().daemon().name(name + "-sends").start(this::send);
    Thread.ofPlatform().daemon().name(name + "-answers").start(this::read);
  }

  /**
   * Starts one.
   *
   * @param program its main class
   * @param port of the database, or of a proxy before it
   * @param lost counts how often it lost its connection, or got none
   */
  static ChildNode start(Class<?> program, String name, int port, String password, LongAdder lost) {
    ProcessBuilder builder = new ProcessBuilder();
    builder.command().add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    builder.command().addAll(FLAGS);
    builder.command().addAll(List.of(program.getName(), name, String.valueOf(port)));
    builder.environment().put("CLASSPATH", System.getProperty("java.class.path"));
    builder.environment().put(NodeProgram.PASSWORD, password);
    builder.redirectError(ProcessBuilder.Redirect.DISCARD);
    try {
      return new ChildNode(builder.start(), name, lost);
    } catch (IOException e) {
      throw new StackException("Cannot start a node: " + e.getMessage(), e);
    }
  }

  boolean alive() {
    return process.isAlive();
  }

  long pid() {
    return process.pid();
  }

  /** How many attempts it has not answered. */
  int underWay() {
    return waiting.size();
  }

  @Override
  public CompletableFuture<Answer> append(Attempt attempt) {
    CompletableFuture<Answer> future = new CompletableFuture<>();
    long number = numbers.incrementAndGet();
    waiting.put(number, future);
    lines.add(number + " " + attempt.text());
    if (ended) {
      failAll();
    }
    return future;
  }

  /** {@code kill -9}, also of one that is stopped. */
  @Override
  public void close() {
    process.destroyForcibly();
    try {
      process.waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void send() {
    try (Writer out = new OutputStreamWriter(process.getOutputStream(), StandardCharsets.UTF_8)) {
      while (!ended) {
        out.write(lines.take() + "\n");
        if (lines.isEmpty()) {
          out.flush();
        }
      }
    } catch (IOException gone) {
      // What it did not read it will not answer: the end of its answers tells.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void read() {
    try (BufferedReader in = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        int space = line.indexOf(' ');
        if (space < 0) {
          count(line);
          continue;
        }
        CompletableFuture<Answer> future = waiting.remove(Long.parseLong(line.substring(0, space)));
        if (future != null) {
          future.complete(Answer.parse(line.substring(space + 1)));
        }
      }
    } catch (IOException | RuntimeException torn) {
      // Killed in the middle of a line: an answer that nobody got.
    }
    ended = true;
    sending.interrupt();
    failAll();
  }

  private void count(String line) {
    if (line.equals(NodeProgram.LOST)) {
      lost.increment();
    }
  }

  private void failAll() {
    waiting.forEach((number, future) -> future.complete(new Answer.Failed("the node is gone")));
    waiting.clear();
  }
}
