package dev.attune.infra.terminal;

import java.time.Duration;
import java.util.function.Supplier;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/** How far a long task is: a moving bar where a person watches, else a line every few seconds. Thread-safe. */
public final class Progress implements AutoCloseable {

  private static final Duration BETWEEN_LINES = Duration.ofSeconds(5);

  private final Terminal terminal;
  private final String task;
  private final long most;
  private final Supplier<String> remark;
  private final @Nullable ProgressBar bar;
  private final long started = System.nanoTime();
  private long done;
  private String printed = "";
  private long nextLine = BETWEEN_LINES.toNanos();

  private Progress(Terminal terminal, String task, long most, Supplier<String> remark, @Nullable ProgressBar bar) {
    this.terminal = terminal;
    this.task = task;
    this.most = most;
    this.remark = remark;
    this.bar = bar;
  }

  /**
   * Starts.
   *
   * @param most steps to the end
   * @param remark what else to show, asked for when it is drawn
   */
  public static Progress start(Terminal terminal, String task, long most, Supplier<String> remark) {
    ProgressBar bar =
        terminal.watched()
            ? new ProgressBarBuilder()
                .setTaskName(task)
                .setInitialMax(most)
                .setStyle(ProgressBarStyle.ASCII)
                .setUpdateIntervalMillis(200)
                .setMaxRenderedLength(Terminal.WIDTH)
                .hideEta()
                .build()
            : null;
    return new Progress(terminal, task, most, remark, bar);
  }

  /** Some more steps are done. */
  public synchronized void advance(long steps) {
    done += steps;
    if (bar != null) {
      bar.stepBy(steps);
      bar.setExtraMessage(" " + remark.get());
    } else if (System.nanoTime() - started >= nextLine) {
      nextLine += BETWEEN_LINES.toNanos();
      print();
    }
  }

  @Override
  public synchronized void close() {
    if (bar != null) {
      bar.close();
    } else {
      print();
    }
  }

  private void print() {
    String state = state();
    if (!state.equals(printed)) {
      printed = state;
      terminal.line("  " + state);
    }
  }

  private String state() {
    long percent = most <= 0 ? 100 : Math.min(100, done * 100 / most);
    return task + " " + Text.right(percent + " %", 5) + "  " + remark.get();
  }
}
