package dev.attune.core.metric;

import dev.attune.core.behaviour.OrderKey;
import dev.attune.core.metric.Newest.Seen;
import dev.attune.core.state.StateIn;
import dev.attune.core.state.StateOut;
import dev.attune.core.state.ValueBytes;
import java.math.BigDecimal;

/** The compact form of states: equal states have equal bytes. They begin with the form's version. */
public final class MetricBytes {

  private static final int VERSION = 1;
  private static final int TALLIES = 0;
  private static final int VALUES = 1;
  private static final int NEWEST = 2;

  private MetricBytes() {}

  /** The state as bytes. */
  public static byte[] encode(MetricState state) {
    StateOut out = new StateOut();
    write(state, out);
    return out.toBytes();
  }

  /**
   * The state of the bytes.
   *
   * @throws RuntimeException if they are no state, or of a later form
   */
  public static MetricState decode(byte[] bytes) {
    StateIn in = new StateIn(bytes);
    MetricState state = read(in);
    in.end();
    return state;
  }

  /** Writes a state behind others, with which it shares what is said again. */
  public static void write(MetricState state, StateOut out) {
    out.whole(VERSION);
    switch (state) {
      case Tallies tallies -> {
        out.choice(TALLIES);
        out.whole(tallies.horizon());
        out.all(tallies.regions(), region -> write(region, out));
      }
      case Values values -> {
        out.choice(VALUES);
        out.whole(values.horizon());
        out.all(values.regions(), region -> write(region, out));
      }
      case Newest newest -> {
        out.choice(NEWEST);
        out.whole(newest.horizon());
        out.all(newest.seen(), seen -> write(seen, out));
      }
    }
  }

  /** Reads a state that was written so. */
  public static MetricState read(StateIn in) {
    long version = in.whole();
    if (version != VERSION) {
      throw new IllegalArgumentException(
          "A metric's state has the form %d; this release reads %d".formatted(version, VERSION));
    }
    return switch (in.choice(NEWEST + 1)) {
      case TALLIES -> new Tallies(in.whole(), in.list(() -> tally(in)));
      case VALUES -> new Values(in.whole(), in.list(() -> values(in)));
      default -> new Newest(in.whole(), in.list(() -> seen(in)));
    };
  }

  private static void write(TallyRegion region, StateOut out) {
    out.whole(region.index());
    out.choice(region.step());
    cells(region.cells(), out);
    for (long count : region.counts()) {
      out.whole(count);
    }
    out.flag(region.numbers().length > 0);
    for (BigDecimal number : region.numbers()) {
      out.decimal(number);
    }
  }

  private static TallyRegion tally(StateIn in) {
    long index = in.whole();
    int step = in.choice(Byte.MAX_VALUE);
    long[] cells = cells(in);
    long[] counts = new long[cells.length];
    for (int i = 0; i < counts.length; i++) {
      counts[i] = in.whole();
    }
    BigDecimal[] numbers = new BigDecimal[in.flag() ? cells.length : 0];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = in.decimal();
    }
    return new TallyRegion(index, step, cells, counts, numbers);
  }

  private static void write(ValueRegion region, StateOut out) {
    out.whole(region.index());
    out.choice(region.step());
    out.choice(region.level());
    cells(region.cells(), out);
    for (int i = 0; i < region.cells().length; i++) {
      out.word(region.values()[i]);
      out.whole(region.counts()[i]);
      out.choice(region.luck()[i]);
    }
    out.optional(region.sketch(), sketch -> {
      out.whole(sketch.total());
      for (int counter : sketch.rows()) {
        out.whole(counter);
      }
    });
  }

  private static ValueRegion values(StateIn in) {
    long index = in.whole();
    int step = in.choice(Byte.MAX_VALUE);
    int level = in.choice(Byte.MAX_VALUE);
    long[] cells = cells(in);
    String[] values = new String[cells.length];
    long[] counts = new long[cells.length];
    byte[] luck = new byte[cells.length];
    for (int i = 0; i < cells.length; i++) {
      values[i] = in.word();
      counts[i] = in.whole();
      luck[i] = (byte) in.choice(Byte.MAX_VALUE);
    }
    return new ValueRegion(index, step, level, cells, values, counts, luck, in.optional(() -> sketch(in)));
  }

  private static CountMin sketch(StateIn in) {
    long total = in.whole();
    int[] rows = new int[CountMin.WIDTH * CountMin.DEPTH];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = Math.toIntExact(in.whole());
    }
    return new CountMin(total, rows);
  }

  private static void write(Seen seen, StateOut out) {
    seen.key().write(out);
    ValueBytes.write(seen.value(), out);
  }

  private static Seen seen(StateIn in) {
    return new Seen(OrderKey.read(in), ValueBytes.read(in));
  }

  /** Cells rise, so that what lies between them is short. */
  private static void cells(long[] cells, StateOut out) {
    out.whole(cells.length);
    long before = 0;
    for (long cell : cells) {
      out.whole(cell - before);
      before = cell;
    }
  }

  private static long[] cells(StateIn in) {
    int size = Math.toIntExact(in.whole());
    if (size < 0 || size > Region.MOST) {
      throw new IllegalArgumentException("A region has no %d cells".formatted(size));
    }
    long[] cells = new long[size];
    long before = 0;
    for (int i = 0; i < size; i++) {
      before += in.whole();
      cells[i] = before;
    }
    return cells;
  }
}
