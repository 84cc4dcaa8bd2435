package dev.attune.eventstore.append;

import dev.attune.eventstore.append.QueuedUnit.Chain;
import dev.attune.eventstore.append.QueuedUnit.ReadyEvent;
import dev.attune.eventstore.append.QueuedUnit.ReadyStream;
import dev.attune.eventstore.append.WavePlan.Placed;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A planned batch as the rows that the database takes; built before the lock is taken. */
final class Batch {

  private static final int STREAM_FIELDS = 10;
  private static final int CLAIM_FIELDS = 7;

  private final WavePlan plan;
  private final Rows events;
  private final Rows claims;
  private final List<Claim> claimOf = new ArrayList<>();
  private int moved;

  Batch(WavePlan plan, Map<String, Short> types) {
    this.plan = plan;
    List<Placed> placed = plan.units();
    this.events = new Rows(placed.stream().mapToInt(unit -> unit.queued().bytes()).sum());
    this.claims = new Rows(placed.size() * 150);
    int number = 0;
    int eventsSoFar = 0;
    for (Placed unit : placed) {
      number++;
      for (ReadyEvent event : unit.queued().rows()) {
        EventRow.add(events, event.row(), number, type(types, event));
      }
      eventsSoFar += unit.queued().events();
      claims(number, unit, eventsSoFar);
    }
  }

  Rows events() {
    return events;
  }

  Rows claims() {
    return claims;
  }

  /** How many claims are to be moved from another stream. */
  int moved() {
    return moved;
  }

  /** The claim with an ordinal, from 1. */
  Claim claim(int ordinal) {
    return claimOf.get(ordinal - 1);
  }

  /**
   * What the batch as a whole expects and leaves, one row a stream.
   *
   * @param opened how many of the streams have no events yet
   */
  record Whole(Rows streams, int opened) {}

  /** Nothing if the units must be looked at one by one. */
  @Nullable Whole whole() {
    if (plan.waves() > 1) {
      return null;
    }
    record Span(ReadyStream first, ReadyStream last, int number) {}
    Map<UUID, Span> spans = new LinkedHashMap<>(HashMap.newHashMap(plan.units().size()));
    int eventsSoFar = 0;
    for (Placed unit : plan.units()) {
      for (ReadyStream stream : unit.queued().streams()) {
        int number = eventsSoFar + stream.last();
        Span before = spans.get(stream.expected().stream());
        spans.put(stream.expected().stream(), new Span(before == null ? stream : before.first(), stream, number));
      }
      eventsSoFar += unit.queued().events();
    }
    Rows streams = new Rows(spans.size() * 200);
    int opened = 0;
    for (Span span : spans.values()) {
      StreamHead expected = span.first().expected();
      if (expected.version() == 0) {
        if (!expected.isEmpty()) {
          return null;
        }
        opened++;
      }
      stream(streams, 0, 1, true, span.first(), span.last().next(), span.number());
    }
    return new Whole(streams, opened);
  }

  /** What each unit expects and leaves. */
  Each each() {
    Rows streams = new Rows(plan.units().size() * 200);
    Map<Chain, Integer> numbers = new IdentityHashMap<>();
    int size = plan.units().size();
    Each each = new Each(streams, new ArrayList<>(size), new int[size], new int[size], new int[size]);
    int eventsSoFar = 0;
    for (int i = 0; i < size; i++) {
      Placed unit = plan.units().get(i);
      Chain chain = unit.queued().chain();
      each.waves()[i] = unit.wave();
      each.chains()[i] = chain == null ? 0 : numbers.computeIfAbsent(chain, fresh -> numbers.size() + 1);
      each.events()[i] = unit.queued().events();
      for (int s = 0; s < unit.opens().length; s++) {
        ReadyStream stream = unit.queued().streams().get(s);
        stream(streams, i + 1, unit.wave(), unit.opens()[s], stream, stream.next(), eventsSoFar + stream.last());
        each.streamOf().add(stream.expected());
      }
      eventsSoFar += unit.queued().events();
    }
    return each;
  }

  /**
   * @param streamOf what is expected of the streams, in the order of their rows
   * @param waves of the units
   * @param chains numbers of the units' chains; 0: stands alone
   * @param events how many the units have
   */
  record Each(Rows streams, List<StreamHead> streamOf, int[] waves, int[] chains, int[] events) {

    /** What is expected of the stream with an ordinal, from 1. */
    StreamHead expected(int ordinal) {
      return streamOf.get(ordinal - 1);
    }
  }

  private void claims(int number, Placed placed, int eventsSoFar) {
    AppendUnit unit = placed.queued().unit();
    for (int i = 0; i < unit.claims().size(); i++) {
      Claim claim = unit.claims().get(i);
      claims.begin(CLAIM_FIELDS).put(number).put(placed.wave()).put(placed.queued().keys().get(i).stored());
      claims.put(claim.stream()).put(claim.heldBy()).put(unit.ownAttempt()).put(eventsSoFar).end();
      claimOf.add(claim);
      if (claim.heldBy() != null) {
        moved++;
      }
    }
  }

  private static void stream(
      Rows to, int number, int wave, boolean opens, ReadyStream first, StreamHead left, int eventsSoFar) {
    StreamHead expected = first.expected();
    to.begin(STREAM_FIELDS).put(number).put(wave).put(opens).put(expected.stream()).put(expected.version());
    to.uuid(expected.chain()).put(first.firstEvent()).put(left.version()).uuid(left.chain()).put(eventsSoFar).end();
  }

  private static short type(Map<String, Short> types, ReadyEvent event) {
    return java.util.Objects.requireNonNull(types.get(event.name()));
  }
}
