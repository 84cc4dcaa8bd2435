package dev.attune.query.projection;

import dev.attune.contracts.wire.Encoded;
import dev.attune.contracts.wire.Envelope;
import dev.attune.contracts.wire.Progress.EpochStart;
import dev.attune.contracts.wire.Relayed;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class VerdictTest {

  private static final Epochs NEVER_RESTORED = new Epochs(List.of(new EpochStart(1, 1)));
  private static final Epochs RESTORED = new Epochs(List.of(new EpochStart(1, 1), new EpochStart(2, 101)));

  private static Relayed record(long position, long previous, int epoch) {
    return new Relayed(
        new Envelope(
            new UUID(0, 1), new UUID(0, 2), 1, position, epoch, Instant.EPOCH, Instant.EPOCH, null, null, null,
            new Encoded("n", 1, new byte[0], null), null),
        previous);
  }

  @Test
  void the_first_record_and_the_one_that_follows_are_folded() {
    assertThat(Verdict.of(record(7, 0, 1), 0, NEVER_RESTORED)).isEqualTo(Verdict.APPLY);
    assertThat(Verdict.of(record(9, 7, 1), 7, NEVER_RESTORED)).isEqualTo(Verdict.APPLY);
  }

  @Test
  void a_record_that_was_folded_is_repeated() {
    assertThat(Verdict.of(record(7, 0, 1), 7, NEVER_RESTORED)).isEqualTo(Verdict.REPEATED);
    assertThat(Verdict.of(record(5, 3, 1), 7, NEVER_RESTORED)).isEqualTo(Verdict.REPEATED);
  }

  @Test
  void a_record_whose_predecessor_was_not_folded_is_a_gap() {
    assertThat(Verdict.of(record(12, 10, 1), 7, NEVER_RESTORED)).isEqualTo(Verdict.GAP);
    assertThat(Verdict.of(record(12, 10, 1), 0, NEVER_RESTORED)).isEqualTo(Verdict.GAP);
    assertThat(Verdict.of(record(12, 5, 1), 7, NEVER_RESTORED)).isEqualTo(Verdict.GAP);
  }

  @Test
  void what_was_lost_in_a_restore_does_not_count() {
    assertThat(Verdict.of(record(101, 99, 1), 99, RESTORED)).isEqualTo(Verdict.VOID);
    assertThat(Verdict.of(record(100, 99, 1), 99, RESTORED)).isEqualTo(Verdict.APPLY);
    assertThat(Verdict.of(record(101, 99, 2), 99, RESTORED)).isEqualTo(Verdict.APPLY);
  }

  @Test
  void an_epoch_that_was_not_announced_is_waited_for() {
    assertThat(Verdict.of(record(101, 99, 2), 99, NEVER_RESTORED)).isEqualTo(Verdict.UNKNOWN_EPOCH);
    assertThat(Verdict.of(record(101, 99, 2), 99, new Epochs(List.of()))).isEqualTo(Verdict.APPLY);
  }
}
