package dev.attune.core.funnel;

import dev.attune.core.behaviour.OrderKey;
import dev.attune.core.funnel.Course.End;
import dev.attune.core.funnel.Course.Ended;
import dev.attune.core.state.StateIn;
import dev.attune.core.state.StateOut;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The compact form of states: equal states have equal bytes. They begin with the form's version. */
public final class FunnelBytes {

  private static final int VERSION = 1;

  private FunnelBytes() {}

  /** The state as bytes. */
  public static byte[] encode(FunnelState state) {
    StateOut out = new StateOut();
    write(state, out);
    return out.toBytes();
  }

  /**
   * The state of the bytes.
   *
   * @throws RuntimeException if they are no state of the funnel, or of a later form
   */
  public static FunnelState decode(Funnel funnel, byte[] bytes) {
    StateIn in = new StateIn(bytes);
    FunnelState state = read(funnel, in);
    in.end();
    return state;
  }

  /** Writes a state behind others, with which it shares what is said again. */
  public static void write(FunnelState state, StateOut out) {
    out.whole(VERSION);
    out.optional(state.settledUntil(), key -> {
      key.write(out);
      write(state.settled(), out);
    });
    out.whole(state.recent().size());
    for (Reached one : state.recent()) {
      one.key().write(out);
      out.whole(one.reaches());
      out.whole(one.ends());
      out.all(one.segments(), out::word);
    }
  }

  /** Reads a state of the funnel that was written so. */
  public static FunnelState read(Funnel funnel, StateIn in) {
    long version = in.whole();
    if (version != VERSION) {
      throw new IllegalArgumentException(
          "A funnel's state has the form %d; this release reads %d".formatted(version, VERSION));
    }
    OrderKey until = in.optional(() -> OrderKey.read(in));
    Course settled = until == null ? Course.empty(funnel) : course(funnel, in);
    List<Reached> recent =
        in.list(
            () -> new Reached(OrderKey.read(in), bits(in), bits(in), in.list(in::word)));
    return new FunnelState(settled, until, recent, FunnelState.after(settled, recent, funnel));
  }

  private static int bits(StateIn in) {
    return Math.toIntExact(in.whole());
  }

  private static void write(Course course, StateOut out) {
    for (Attempt attempt : course.open()) {
      out.optional(attempt, one -> write(one, out));
    }
    out.optional(course.best(), one -> write(one, out));
    out.optional(course.ended(), ended -> {
      out.choice(ended.how().ordinal());
      write(ended.attempt(), out);
    });
    out.whole(course.entries());
    out.whole(course.completions());
  }

  private static Course course(Funnel funnel, StateIn in) {
    List<@Nullable Attempt> open = new ArrayList<>();
    for (int i = 1; i < funnel.length(); i++) {
      open.add(in.optional(() -> attempt(in)));
    }
    Attempt best = in.optional(() -> attempt(in));
    Ended ended =
        in.optional(
            () -> {
              End how = End.values()[in.choice(End.values().length)];
              return new Ended(attempt(in), how);
            });
    return new Course(Collections.unmodifiableList(open), best, ended, in.whole(), in.whole());
  }

  private static void write(Attempt attempt, StateOut out) {
    out.all(attempt.times(), out::time);
    out.all(attempt.segments(), out::word);
  }

  private static Attempt attempt(StateIn in) {
    List<Instant> times = in.list(in::time);
    return new Attempt(times, in.list(in::word));
  }
}
