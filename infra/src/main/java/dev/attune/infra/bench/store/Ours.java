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
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;

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

  /** So many units at once, each for a new stream; answered when all are stored. */
  Load.Work batches(int writer, int each) {
    Random random = new Random(writer);
    return () -> {
      List<CompletableFuture<Outcome>> outcomes = new ArrayList<>(each);
      for (int i = 0; i < each; i++) {
        outcomes.add(appender.append(unit(StreamHead.empty(Payloads.id()), random)));
      }
      outcomes.forEach(outcome -> stored(outcome.join()));
    };
  }

  private StreamHead append(StreamHead head, Random random) {
    return stored(appender.append(unit(head, random)).join()).getFirst();
  }

  private AppendUnit unit(StreamHead head, Random random) {
    NewEvent event = payloads.event(random);
    Claim claim = Claim.message(Payloads.key(), head.stream());
    return new AppendUnit(event.eventId(), List.of(new StreamAppend(head, List.of(event))), List.of(claim));
  }

  private static List<StreamHead> stored(Outcome outcome) {
    if (outcome instanceof Outcome.Appended appended) {
      return appended.heads();
    }
    throw new BenchFailedException("A unit that should be stored was not: " + outcome);
  }
}
