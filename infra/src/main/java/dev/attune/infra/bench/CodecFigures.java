package dev.attune.infra.bench;

import dev.attune.infra.bench.codec.CodecBench;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The ways to write events down. Takes two minutes, whatever {@code --seconds} says. */
final class CodecFigures implements Bench {

  @Override
  public String name() {
    return "codec";
  }

  @Override
  public String describe() {
    return "bytes and nanoseconds for an event: our Avro, generic Avro, JSON, Protobuf";
  }

  @Override
  public List<Figure> run(BenchRun run) {
    List<Figure> figures = new ArrayList<>();
    CodecBench.run().forEach((figure, value) -> {
      String[] parts = figure.split("\\.", 3);
      figures.add(Figure.of(parts[1], parts[2], value));
    });
    return figures;
  }

  @Override
  public String table(List<Figure> figures) {
    Map<String, Double> flat = new LinkedHashMap<>();
    figures.forEach(
        figure -> flat.put(name() + "." + figure.subject() + "." + figure.name(), figure.value().doubleValue()));
    return CodecBench.table(flat);
  }
}
