package dev.attune.infra.bench;

import dev.attune.infra.bench.store.AppendBench;
import java.util.List;
import java.util.Optional;

/** All benchmarks. */
final class Benches {

  private Benches() {}

  static List<Bench> all() {
    return List.of(new FreshnessBench(), new CodecFigures(), new WireFigures(), new AppendBench());
  }

  static Optional<Bench> named(String name) {
    return all().stream().filter(bench -> bench.name().equals(name)).findFirst();
  }
}
