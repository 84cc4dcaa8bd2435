package dev.attune.infra.bench;

import dev.attune.infra.bench.wire.WireBench;
import java.util.ArrayList;
import java.util.List;

/** The compressions of the topic. Takes half a minute, whatever {@code --seconds} says. */
final class WireFigures implements Bench {

  @Override
  public String name() {
    return "wire";
  }

  @Override
  public String describe() {
    return "bytes and nanoseconds for a relayed event, by compression and records in a batch";
  }

  @Override
  public List<Figure> run(BenchRun run) {
    List<Figure> figures = new ArrayList<>();
    WireBench.run().forEach((compressionAndSize, measured) -> {
      String subject = compressionAndSize.replace('/', '_');
      figures.add(Figure.of(subject, "bytes", measured[0]));
      figures.add(Figure.of(subject, "write_ns", measured[1]));
      figures.add(Figure.of(subject, "read_ns", measured[2]));
    });
    return figures;
  }
}
