package dev.attune.command.platform;

import dev.attune.contracts.wire.Envelope;
import dev.attune.eventstore.read.EventReader;
import java.util.List;
import java.util.function.Consumer;

/**
 * Keeps something in memory up to date with the events of a few rare types: sources, definitions. Thread-safe; events
 * arrive in order, each at least once.
 */
public final class LogFollower {

  private static final int PAGE = 5_000;

  private final EventReader reader;
  private final List<String> names;
  private final Consumer<List<Envelope>> consumer;
  private long position;

  /**
   * @param names stored names of the event types
   * @param consumer is given the events of them, as many together as there are
   */
  public LogFollower(EventReader reader, List<String> names, Consumer<List<Envelope>> consumer) {
    this.reader = reader;
    this.names = List.copyOf(names);
    this.consumer = consumer;
  }

  /** Takes in everything committed before the call. Blocking. */
  public synchronized void catchUp() {
    long head = reader.head();
    while (position < head) {
      List<Envelope> page = reader.logOf(names, position, PAGE);
      consumer.accept(page);
      position = page.size() < PAGE ? Math.max(head, position(page)) : position(page);
    }
  }

  private static long position(List<Envelope> page) {
    return page.isEmpty() ? 0 : page.getLast().position();
  }
}
