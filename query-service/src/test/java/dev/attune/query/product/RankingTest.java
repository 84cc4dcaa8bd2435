package dev.attune.query.product;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class RankingTest {

  private static Map<String, Long> counts(Ranking ranking) {
    Map<String, Long> counts = new HashMap<>();
    ranking.forEach(counts::put);
    return counts;
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void countsAsAMapWouldWhereThereIsRoom(long seed) {
    Random random = new Random(seed);
    Map<String, Long> expected = new HashMap<>();
    Ranking ranking = Ranking.NONE;
    for (int i = 0; i < 2_000; i++) {
      String product = "p-" + random.nextInt(60);
      int change = random.nextInt(7) - 3;
      Ranking before = ranking;
      Map<String, Long> counted = counts(before);
      ranking = ranking.plus(product, change, 100);
      assertThat(counts(before)).as("the one before does not change").isEqualTo(counted);
      long count = expected.getOrDefault(product, 0L) + change;
      if (count > 0) {
        expected.put(product, count);
      } else {
        expected.remove(product);
      }
      assertThat(counts(ranking)).isEqualTo(expected);
    }
    assertThat(ranking.dropped()).isZero();
    assertThat(Ranking.of(ranking.document())).isEqualTo(ranking).isNotEqualTo(Ranking.NONE);
  }

  @Test
  void aNewcomerTakesThePlaceOfTheLeast() {
    Ranking full = Ranking.NONE.plus("a", 3, 3).plus("c", 2, 3).plus("b", 2, 3);
    Ranking next = full.plus("d", 1, 3);
    assertThat(counts(next)).isEqualTo(Map.of("a", 3L, "b", 2L, "d", 1L));
    assertThat(next.dropped()).isEqualTo(2);
    assertThat(full.plus("e", -1, 3)).isSameAs(full);
  }
}
