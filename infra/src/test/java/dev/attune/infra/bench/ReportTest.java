package dev.attune.infra.bench;

import java.util.List;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ReportTest {

  private static final List<Figure> FIGURES =
      List.of(Figure.of("attune", "p50_ms", 1.23456), Figure.of("raw", "p50_ms", 1.0), Figure.of("raw", "bytes", 7));

  @Test
  void subjects_are_rows_and_figures_are_columns() {
    assertThat(Report.markdown(FIGURES)).isEqualTo("""
        | subject | p50_ms | bytes |
        |---|---:|---:|
        | attune | 1.235 |  |
        | raw | 1.000 | 7 |
        """);
  }

  @Test
  void json_is_flat_and_names_bench_subject_and_figure() {
    assertThat(Report.json("codec", FIGURES))
        .contains("\"codec.attune.p50_ms\" : 1.235", "\"codec.raw.bytes\" : 7");
  }
}
