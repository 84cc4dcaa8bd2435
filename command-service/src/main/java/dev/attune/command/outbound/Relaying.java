package dev.attune.command.outbound;

import dev.attune.command.outbound.Outbox.Written;
import dev.attune.command.outbound.Run.Outgoing;
import dev.attune.contracts.wire.Envelope;
import dev.attune.contracts.wire.Topics;
import dev.attune.eventstore.read.EventReader;
import dev.attune.eventstore.read.Feed;
import java.time.Duration;
import java.util.List;
import java.util.function.LongFunction;

/** Sends the log from a checkpoint on, until told to stop or something fails. For one producer and one lease. */
final class Relaying {

  private static final int PAGE = 1_000;
  private static final Duration WAIT = Duration.ofMillis(200);

  private final Outbox outbox;
  private final Run run;
  private final Chain events;
  private final Chain definitions;
  private long definitionsAt;
  private long eventsAt;

  Relaying(Run run, Outbox outbox, Checkpoint events, Checkpoint definitions) {
    this.outbox = outbox;
    this.run = run;
    this.events = Chain.of(events.lastByPartition());
    this.definitions = Chain.of(definitions.lastByPartition());
    this.eventsAt = events.position();
    this.definitionsAt = definitions.position();
  }

  /** Definitions that the events topic has already and their own topic has not (it was lost). */
  void catchUpDefinitions(EventReader reader) throws InterruptedException {
    List<Envelope> page;
    do {
      page = reader.logOf(Start.DEFINITIONS, definitionsAt, PAGE).stream()
          .filter(envelope -> envelope.position() <= eventsAt)
          .toList();
      for (Envelope definition : page) {
        makeRoom(definition);
        define(definition);
      }
      run.go(sentSoFar());
    } while (!page.isEmpty() && outbox.failure() == null);
  }

  /** Follows the log until the outbox fails, and between its pages sends again what is reported missing. */
  void run(LongFunction<Feed> feeds, GapReports reports, Resending resending) throws InterruptedException {
    try (Feed feed = feeds.apply(eventsAt)) {
      while (outbox.failure() == null) {
        List<Envelope> page = feed.poll(resending.isIdle() ? WAIT : Duration.ZERO);
        if (!page.isEmpty()) {
          send(page);
        }
        reports.drain(report -> resending.report(report, sentSoFar()));
        if (!resending.isIdle()) {
          resending.go(sentSoFar());
        }
      }
    }
  }

  private Written sentSoFar() {
    return new Written(eventsAt, events.lastByPartition(), definitionsAt);
  }

  private void send(List<Envelope> page) throws InterruptedException {
    for (Envelope event : page) {
      makeRoom(event);
      run.add(new Outgoing(Topics.EVENTS, events.partitionOf(event), event, events.follow(event)));
      eventsAt = event.position();
      if (event.position() > definitionsAt && Start.DEFINITIONS.contains(event.event().name())) {
        define(event);
      }
    }
    run.go(sentSoFar());
  }

  /** Sends what is gathered if the event is too much together with it. */
  private void makeRoom(Envelope event) throws InterruptedException {
    if (!run.takes(event)) {
      run.go(sentSoFar());
    }
  }

  private void define(Envelope definition) {
    run.add(
        new Outgoing(
            Topics.DEFINITIONS, definitions.partitionOf(definition), definition, definitions.follow(definition)));
    definitionsAt = definition.position();
  }
}
