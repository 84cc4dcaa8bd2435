package dev.attune.infra.bench.store;

import dev.attune.eventstore.append.AppendUnit;
import dev.attune.eventstore.append.Appender;
import dev.attune.eventstore.append.Claim;
import dev.attune.eventstore.append.NewEvent;
import dev.attune.eventstore.append.Outcome;
import dev.attune.eventstore.append.StreamAppend;
import dev.attune.eventstore.append.StreamHead;
import dev.attune.infra.bench.BenchFailedException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Random;

/** Units of one event and one message claim. */
record Ours(Appender appender, Payloads payloads) {

  private static final int STREAMS = 8;

  Load.Work newStreams(int writer) {
    Random random = new Random(writer);
    return () -> append(StreamHead.empty(Payloads.id()), random);
  }

  /** A writer's own streams in turn, so that heads are known. */
  Load.Work existingStreams(int writer) {
    Random random = new Random(writer);
    Deque<StreamHead> heads = new ArrayDeque<>();
    return () -> {
      StreamHead head = heads.size() < STREAMS ? StreamHead.empty(Payloads.id()) : heads.removeFirst();
      heads.addLast(append(head, random));
    };
  }

  private StreamHead append(StreamHead head, Random random) {
    NewEvent event = payloads.event(random);
    Claim claim = Claim.message(Payloads.key(), head.stream());
    Outcome outcome =
        appender
            .append(new AppendUnit(Payloads.id(), List.of(new StreamAppend(head, List.of(event))), List.of(claim)))
            .join();
    if (outcome instanceof Outcome.Appended appended) {
      return appended.heads().getFirst();
    }
    throw new BenchFailedException("A unit that should be stored was not: " + outcome);
  }
}
