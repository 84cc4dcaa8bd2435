package dev.attune.infra.bench;

import java.util.List;
import java.util.Optional;

/** All benchmarks. */
final class Benches {

  private Benches() {}

  static List<Bench> all() {
    return List.of(new FreshnessBench(), new CodecFigures(), new WireFigures());
  }

  static Optional<Bench> named(String name) {
    return all().stream().filter(bench -> bench.name().equals(name)).findFirst();
  }
}
