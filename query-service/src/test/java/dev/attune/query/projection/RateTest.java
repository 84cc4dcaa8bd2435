package dev.attune.query.projection;

import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class RateTest {

  @Test
  void it_is_the_mean_of_the_last_five_full_seconds() {
    AtomicLong nanos = new AtomicLong(-3_000_000_000L);
    Rate rate = new Rate(nanos::get);
    for (int second = 0; second < 10; second++) {
      rate.count(100);
      nanos.addAndGet(1_000_000_000L);
    }

    assertThat(rate.perSecond()).isEqualTo(100);
    nanos.addAndGet(10_000_000_000L);
    assertThat(rate.perSecond()).isZero();
  }
}
