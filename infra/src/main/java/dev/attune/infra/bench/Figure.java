package dev.attune.infra.bench;

import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * One result.
 *
 * @param subject what was measured: {@code attune}, {@code stock_axon}, {@code raw} …
 * @param name what of it: {@code per_second}, {@code p50_ms}, {@code p99_ms}, {@code p999_ms}, {@code bytes} …
 * @param value in the unit that the name says
 */
public record Figure(String subject, String name, BigDecimal value) {

  private static final int DECIMALS = 3;

  public static Figure of(String subject, String name, double value) {
    return new Figure(subject, name, BigDecimal.valueOf(value).setScale(DECIMALS, RoundingMode.HALF_UP));
  }

  public static Figure of(String subject, String name, long value) {
    return new Figure(subject, name, BigDecimal.valueOf(value));
  }
}
