package dev.attune.infra.cli;

import dev.attune.infra.stack.Node;
import dev.attune.infra.stack.NodeState;
import dev.attune.infra.stack.StackReport;
import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * One line for each node while the stack starts or stops, with its seconds: written anew in place on a terminal, line
 * by line elsewhere.
 */
public final class StackScreen implements StackReport, AutoCloseable {

  private static final long REDRAW_MILLIS = 200;
  private static final double NANOS = 1e9;

  private final PrintStream out;
  private final boolean live;
  private final Map<Node, Line> lines = new LinkedHashMap<>();
  private int drawn;
  private boolean closed;

  /**
   * Begins.
   *
   * @param live whether lines can be written anew
   */
  public StackScreen(PrintStream out, boolean live) {
    this.out = out;
    this.live = live;
    if (live) {
      Thread.ofVirtual().name("screen").start(this::redrawUntilClosed);
    }
  }

  private record Line(NodeState state, String remark, long since, double seconds) {

    double shownSeconds() {
      return state == NodeState.STARTING ? (System.nanoTime() - since) / NANOS : seconds;
    }
  }

  @Override
  public synchronized void changed(Node node, NodeState state, String remark) {
    long now = System.nanoTime();
    Line before = lines.get(node);
    long since = before == null || before.state() == NodeState.WAITING ? now : before.since();
    Line line = new Line(state, remark, since, (now - since) / NANOS);
    lines.put(node, line);
    if (live) {
      draw();
    } else if (state != NodeState.WAITING && state != NodeState.STARTING) {
      out.println(text(node, line));
    }
  }

  /** Draws for the last time. */
  @Override
  public synchronized void close() {
    if (live && !closed) {
      draw();
    }
    closed = true;
  }

  private void redrawUntilClosed() {
    try {
      while (redraw()) {
        TimeUnit.MILLISECONDS.sleep(REDRAW_MILLIS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized boolean redraw() {
    if (!closed) {
      draw();
    }
    return !closed;
  }

  private void draw() {
    StringBuilder text = new StringBuilder();
    if (drawn > 0) {
      text.append("\u001b[").append(drawn).append('A');
    }
    lines.forEach((node, line) -> text.append("\r\u001b[K").append(text(node, line)).append('\n'));
    out.print(text);
    out.flush();
    drawn = lines.size();
  }

  static String text(Node node, NodeState state, String remark, double seconds) {
    String time = state == NodeState.WAITING || seconds < 0.05 ? "" : String.format(Locale.ROOT, "%.1f s", seconds);
    String title = node.number() == 1 ? node.component().title() : node.component().title() + " " + node.number();
    String where = state == NodeState.UP ? "port " + node.port() : "";
    return String.format(Locale.ROOT, "  %-18s %-9s %7s  %s", title, state.word(), time,
        String.join("  ", where, remark)).stripTrailing();
  }

  private static String text(Node node, Line line) {
    return text(node, line.state(), line.remark(), line.shownSeconds());
  }
}
