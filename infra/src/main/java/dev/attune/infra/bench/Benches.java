package dev.attune.infra.bench;

import dev.attune.infra.bench.store.AppendBench;
import dev.attune.infra.bench.store.BatchBench;
import dev.attune.infra.bench.store.BulkBench;
import dev.attune.infra.bench.store.CommandsBench;
import dev.attune.infra.bench.store.FeedBench;
import dev.attune.infra.bench.store.LogReadBench;
import dev.attune.infra.bench.views.ProfileReadBench;
import dev.attune.infra.bench.views.RebuildBench;
import dev.attune.infra.bench.views.RebuildReadBench;
import dev.attune.infra.bench.views.WholeWayBench;
import java.util.List;
import java.util.Optional;

/** All benchmarks. */
final class Benches {

  private Benches() {}

  static List<Bench> all() {
    return List.of(new FreshnessBench(), new CodecFigures(), new WireFigures(), new AppendBench(),
        new CommandsBench(), new BatchBench(), new BulkBench(), new FeedBench(), new LogReadBench(),
        RebuildBench.bare(), RebuildBench.full(), new RebuildReadBench(), new ProfileReadBench(), new WholeWayBench());
  }

  static Optional<Bench> named(String name) {
    return all().stream().filter(bench -> bench.name().equals(name)).findFirst();
  }
}
