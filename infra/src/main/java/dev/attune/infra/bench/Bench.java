package dev.attune.infra.bench;

import java.util.List;

/** A benchmark. */
public interface Bench {

  /** What it is called on the command line, and the first part of the names of its figures. */
  String name();

  /** What it measures, in one line. */
  String describe();

  /**
   * Runs it.
   *
   * @throws BenchFailedException if what it measured is not valid
   */
  List<Figure> run(BenchRun run) throws InterruptedException;

  /** The figures as a Markdown table. */
  default String table(List<Figure> figures) {
    return Report.markdown(figures);
  }
}
