package dev.attune.infra.bench.codec;

import dev.attune.contracts.Event;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;

/**
 * Bytes and nanoseconds per event of each way to write events down. One thread; each figure is the median of {@link
 * #ROUNDS} rounds after as many to warm up, taken in turn by all subjects, so that a noisy minute hits all of them.
 */
public final class CodecBench {

  private static final int EVENTS = 500;
  private static final int ROUNDS = 11;
  private static final int WARM_UP_ROUNDS = 6;
  private static final long ROUND_NANOS = 150_000_000;

  private final Map<String, List<Event>> events = new MeasuredEvents().each(EVENTS);
  private final List<Subject<?>> subjects =
      List.of(new AttuneSubject(), new AvroGenericSubject(), new JsonSubject(), new ProtobufSubject());
  private Object latest = this;

  private CodecBench() {}

  public static void main(String[] arguments) {
    System.out.printf(
        "JVM %s %s, %d processors, %s; %d events of each kind, %d rounds of %d ms%n%n",
        System.getProperty("java.vm.name"), Runtime.version(), Runtime.getRuntime().availableProcessors(),
        System.getProperty("os.arch"), EVENTS, ROUNDS, ROUND_NANOS / 1_000_000);
    System.out.print(table(run()));
  }

  /**
   * Takes about two minutes.
   *
   * @return {@code codec.<subject>.<figure>}, with the figures {@code encode_ns}, {@code decode_ns} and {@code bytes}
   *     for the mean over the kinds of events, and {@code <kind>_encode_ns} … for each kind
   */
  public static Map<String, Double> run() {
    CodecBench bench = new CodecBench();
    bench.subjects.forEach(bench::check);
    return bench.measure();
  }

  /** The figures of {@link #run} as a Markdown table. */
  public static String table(Map<String, Double> figures) {
    StringBuilder table = new StringBuilder("| event | encoding | bytes | encode ns | decode ns |\n");
    table.append("|---|---|--:|--:|--:|\n");
    for (String bytes : figures.keySet()) {
      if (bytes.endsWith("bytes")) {
        String[] parts = bytes.split("\\.");
        String kind = parts[2].equals("bytes") ? "mean" : parts[2].replace("_bytes", "");
        String prefix = bytes.substring(0, bytes.length() - "bytes".length());
        table.append(
            String.format(
                Locale.ROOT, "| %s | %s | %.0f | %,.0f | %,.0f |%n", kind, parts[1], figures.get(bytes),
                figures.get(prefix + "encode_ns"), figures.get(prefix + "decode_ns")));
      }
    }
    return table.toString();
  }

  private Map<String, Double> measure() {
    Map<String, List<Double>> samples = new LinkedHashMap<>();
    for (int round = -WARM_UP_ROUNDS; round < ROUNDS; round++) {
      for (Map.Entry<String, List<Event>> kind : events.entrySet()) {
        for (Subject<?> subject : subjects) {
          round(subject, kind.getKey(), kind.getValue(), round < 0 ? new LinkedHashMap<>() : samples);
        }
      }
    }
    return summary(samples);
  }

  /** A subject that forgets something would be measured too fast. */
  private <E> void check(Subject<E> subject) {
    AttuneSubject judge = new AttuneSubject();
    for (Event event : events.values().stream().flatMap(List::stream).toList()) {
      Event back = subject.decode(subject.encode(event), event.getClass());
      if (judge.bytes(judge.encode(back)) != judge.bytes(judge.encode(event))) {
        throw new IllegalStateException("%s makes %s of %s".formatted(subject.name(), back, event));
      }
    }
  }

  private <E> void round(Subject<E> subject, String kind, List<Event> all, Map<String, List<Double>> samples) {
    List<E> encoded = all.stream().map(subject::encode).toList();
    Class<? extends Event> type = all.getFirst().getClass();
    String prefix = "codec.%s.%s_".formatted(subject.name(), kind);
    add(samples, prefix + "bytes", encoded.stream().mapToInt(subject::bytes).average().orElseThrow());
    add(samples, prefix + "encode_ns", time(all, subject::encode));
    add(samples, prefix + "decode_ns", time(encoded, bytes -> subject.decode(bytes, type)));
  }

  private <T> double time(List<T> all, Function<T, Object> work) {
    long begin = System.nanoTime();
    long end = begin;
    long count = 0;
    while (end - begin < ROUND_NANOS) {
      for (T one : all) {
        latest = work.apply(one); // kept, or the compiler would drop what nobody reads
      }
      count += all.size();
      end = System.nanoTime();
    }
    return (double) (end - begin) / count;
  }

  private static void add(Map<String, List<Double>> samples, String name, double sample) {
    samples.computeIfAbsent(name, any -> new ArrayList<>()).add(sample);
  }

  private Map<String, Double> summary(Map<String, List<Double>> samples) {
    Map<String, Double> figures = new LinkedHashMap<>();
    samples.forEach((name, values) -> figures.put(name, median(values)));
    for (Subject<?> subject : subjects) {
      for (String figure : List.of("bytes", "encode_ns", "decode_ns")) {
        String prefix = "codec.%s.".formatted(subject.name());
        double mean =
            events.keySet().stream()
                .mapToDouble(kind -> figures.getOrDefault(prefix + kind + "_" + figure, 0.0))
                .average()
                .orElseThrow();
        figures.put(prefix + figure, mean);
      }
    }
    return figures;
  }

  private static double median(List<Double> values) {
    double[] sorted = values.stream().mapToDouble(Double::doubleValue).toArray();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }
}
