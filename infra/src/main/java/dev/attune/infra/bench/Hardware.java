package dev.attune.infra.bench;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** What a benchmark ran on, in one line. */
final class Hardware {

  private static final double GIBI = 1024.0 * 1024 * 1024;
  private static final Path CPUS = Path.of("/proc/cpuinfo");

  private Hardware() {}

  static String describe() {
    double memory =
        ManagementFactory.getOperatingSystemMXBean() instanceof OperatingSystemMXBean machine
            ? machine.getTotalMemorySize() / GIBI
            : 0;
    return "%d cores (%s), %.0f GB, %s %s, Java %s, load %.1f"
        .formatted(
            Runtime.getRuntime().availableProcessors(), processor(), memory, System.getProperty("os.name"),
            System.getProperty("os.arch"), System.getProperty("java.version"),
            ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
  }

  private static String processor() {
    try (Stream<String> lines = Files.lines(CPUS)) {
      return lines.filter(line -> line.startsWith("model name"))
          .map(line -> line.substring(line.indexOf(':') + 1).strip())
          .findFirst()
          .orElse("unknown");
    } catch (IOException | java.io.UncheckedIOException e) {
      return "unknown";
    }
  }
}
