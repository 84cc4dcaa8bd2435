package dev.attune.infra.importer;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class TimesTest {

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
      yyyyMMdd                  | 19970101                  | 1997-01-01T00:00:00Z
      uuuuMMdd                  | 19970101                  | 1997-01-01T00:00:00Z
      yyyy-MM-dd HH:mm:ss 'UTC' | 2019-10-01 00:02:03 UTC   | 2019-10-01T00:02:03Z
      yyyy-MM-dd HH:mm:ss zzz   | 2019-10-01 00:02:03 UTC   | 2019-10-01T00:02:03Z
      dd.MM.yyyy HH:mm          | 28.02.2024 23:59          | 2024-02-28T23:59:00Z
      iso                       | 2024-02-28T23:59:00Z      | 2024-02-28T23:59:00Z
      iso                       | 2024-02-28T23:59:00+02:00 | 2024-02-28T21:59:00Z
      iso                       | 2024-02-28 23:59:00.250   | 2024-02-28T23:59:00.250Z
      iso                       | 2024-02-28                | 2024-02-28T00:00:00Z
      epoch-seconds             | 1700000000                | 2023-11-14T22:13:20Z
      epoch-millis              | 1700000000123             | 2023-11-14T22:13:20.123Z
      """)
  void reads(String format, String text, String expected) throws Exception {
    assertThat(Times.of(format, ZoneOffset.UTC).parse(text)).isEqualTo(Instant.parse(expected));
  }

  @ParameterizedTest
  @CsvSource({"yyyyMMdd,19970231", "yyyyMMdd,1997010", "iso,2023-02-29", "iso,yesterday", "epoch-seconds,12a",
      "epoch-seconds,9223372036854775807", "HH:mm,10:15"})
  void refuses_what_is_no_time_and_moves_nothing(String format, String text) {
    assertThatThrownBy(() -> Times.of(format, ZoneOffset.UTC).parse(text))
        .isInstanceOf(BadRowException.class)
        .hasMessageContaining(text);
  }

  @Test
  void a_time_without_a_zone_is_in_the_zone_that_was_named() throws Exception {
    Times times = Times.of("yyyy-MM-dd HH:mm", ZoneId.of("Europe/Berlin"));
    assertThat(times.parse("2024-07-01 12:00")).isEqualTo(Instant.parse("2024-07-01T10:00:00Z"));
    assertThat(times.parse("2024-01-01 12:00")).isEqualTo(Instant.parse("2024-01-01T11:00:00Z"));
  }

  @Test
  void a_pattern_that_is_none_is_refused_at_once() {
    assertThatThrownBy(() -> Times.of("bb:ll", ZoneOffset.UTC)).isInstanceOf(IllegalArgumentException.class);
  }
}
