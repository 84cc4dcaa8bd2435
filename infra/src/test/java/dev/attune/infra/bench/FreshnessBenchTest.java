package dev.attune.infra.bench;

import dev.attune.infra.client.Json;
import dev.attune.infra.standin.StandIn;
import dev.attune.infra.terminal.Terminal;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

class FreshnessBenchTest {

  @TempDir private Path folder;

  @Test
  void one_interaction_in_five_is_measured_once_it_can_be_read() throws Exception {
    Path raw = folder.resolve("raw.csv");
    List<Figure> figures;
    try (StandIn services = new StandIn(); Samples samples = new Samples(raw)) {
      Terminal terminal = Terminal.plain(new PrintStream(OutputStream.nullOutputStream()));
      BenchRun run = new BenchRun(2, 100, 1_000, 42, samples, terminal, () -> services.access(folder));
      figures = new FreshnessBench(Duration.ofSeconds(1)).run(run);
    }
    JsonNode json = Json.MAPPER.readTree(Report.json("freshness", figures));
    assertThat(json.path("freshness.attune.failed").asInt()).isZero();
    assertThat(json.path("freshness.attune.count").asInt() + json.path("freshness.min_position.count").asInt())
        .isEqualTo(40);
    assertThat(json.path("freshness.acknowledgement.count").asInt()).isEqualTo(200);
    assertThat(json.path("freshness.warming_up.count").asInt()).isEqualTo(20);
    assertThat(json.path("freshness.attune.p50_ms").decimalValue())
        .isPositive().isLessThanOrEqualTo(json.path("freshness.attune.p999_ms").decimalValue());
    assertThat(Files.readAllLines(raw)).hasSize(1 + 40 + 200 + 20);
  }
}
