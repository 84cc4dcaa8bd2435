package dev.attune.contracts.wire;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class PartitionerTest {

  private static final int PARTITIONS = 64;
  private static final int STREAMS = 640_000;

  /** The vectors were computed by another implementation, in another language. */
  @Test
  void every_golden_vector_is_met() throws IOException {
    List<String> lines = vectors();
    assertThat(lines).hasSize(201);
    for (String line : lines.subList(1, lines.size())) {
      String[] cells = line.split(",");
      UUID stream = UUID.fromString(cells[0]);
      assertThat(List.of(partition(stream, 1), partition(stream, 7), partition(stream, 64)))
          .as(line)
          .containsExactly(cells[1], cells[2], cells[3]);
    }
  }

  @Test
  void random_streams_spread_evenly() {
    Random random = new Random(1);
    assertEven(i -> new UUID(random.nextLong(), random.nextLong()));
  }

  @Test
  void streams_that_differ_in_few_bits_spread_as_evenly() {
    assertEven(i -> new UUID(0x019a_b0c4_7e00_7000L, 0x8000_0000_0000_0000L | i));
    assertEven(i -> new UUID((0x019a_b0c4_7e00L + i) << 16 | 0x7000, 0x8000_0000_0000_0000L));
    assertEven(i -> UUID.nameUUIDFromBytes(Integer.toString(i).getBytes(StandardCharsets.UTF_8)));
  }

  /** With 10,000 expected in each partition the standard deviation is 99: five of them are no chance. */
  private static void assertEven(IntFunction<UUID> streams) {
    int[] counts = new int[PARTITIONS];
    for (int i = 0; i < STREAMS; i++) {
      counts[Partitioner.partition(streams.apply(i), PARTITIONS)]++;
    }
    assertThat(Arrays.stream(counts).boxed()).allMatch(count -> Math.abs(count - STREAMS / PARTITIONS) < 500);
  }

  private static String partition(UUID stream, int partitions) {
    return Integer.toString(Partitioner.partition(stream, partitions));
  }

  private static List<String> vectors() throws IOException {
    try (var file = PartitionerTest.class.getResourceAsStream("/golden/partitioner.csv")) {
      return new String(file.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
    }
  }
}
