package dev.attune.eventstore.stream;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** The commands of one stream that wait. Guarded by the map that holds it. */
final class Mailbox<S> {

  private final Deque<Command<S, ?>> waiting = new ArrayDeque<>();

  /** False if it is full. */
  boolean offer(Command<S, ?> command, int limit) {
    return waiting.size() < limit && waiting.add(command);
  }

  boolean isEmpty() {
    return waiting.isEmpty();
  }

  List<Command<S, ?>> take(int most) {
    List<Command<S, ?>> taken = new ArrayList<>(Math.min(most, waiting.size()));
    while (taken.size() < most && !waiting.isEmpty()) {
      taken.add(waiting.removeFirst());
    }
    return taken;
  }
}
