package dev.attune.command.outbound;

import dev.attune.command.outbound.Outbox.Page;
import dev.attune.command.outbound.Outbox.Written;
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

  private final Sender sender;
  private final Outbox outbox;
  private final Chain events;
  private final Chain definitions;
  private long definitionsAt;
  private long eventsAt;

  Relaying(Sender sender, Outbox outbox, Checkpoint events, Checkpoint definitions) {
    this.sender = sender;
    this.outbox = outbox;
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
      if (!page.isEmpty()) {
        long last = page.getLast().position();
        Page sent = outbox.open(new Written(eventsAt, events.lastByPartition(), last), page.size());
        page.forEach(envelope -> send(Topics.DEFINITIONS, definitions, envelope, sent));
        definitionsAt = last;
      }
    } while (!page.isEmpty());
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
    List<Envelope> defining = page.stream().filter(this::isNewDefinition).toList();
    List<Long> previous = page.stream().map(events::follow).toList();
    eventsAt = page.getLast().position();
    long lastDefinition = defining.isEmpty() ? definitionsAt : defining.getLast().position();
    Page sent =
        outbox.open(
            new Written(eventsAt, events.lastByPartition(), lastDefinition), page.size() + defining.size());
    // Behind a record that was refused, nothing is sent: it would be sent again with it.
    for (int i = 0; i < page.size() && outbox.failure() == null; i++) {
      sender.send(Topics.EVENTS, events.partitionOf(page.get(i)), page.get(i), previous.get(i), sent);
    }
    defining.forEach(envelope -> send(Topics.DEFINITIONS, definitions, envelope, sent));
    definitionsAt = lastDefinition;
  }

  private boolean isNewDefinition(Envelope envelope) {
    return envelope.position() > definitionsAt && Start.DEFINITIONS.contains(envelope.event().name());
  }

  private void send(String topic, Chain chain, Envelope envelope, Page page) {
    sender.send(topic, chain.partitionOf(envelope), envelope, chain.follow(envelope), page);
  }
}
