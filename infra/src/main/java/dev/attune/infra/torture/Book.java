package dev.attune.infra.torture;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What was acknowledged, as the sender wrote it down. Thread-safe. */
final class Book {

  private final Map<Person, Map<String, Message>> acknowledged = new HashMap<>();
  private long position;

  /**
   * @param at the position that the answer named
   */
  synchronized void acknowledge(List<Message> messages, long at) {
    position = Math.max(position, at);
    for (Message message : messages) {
      acknowledged.computeIfAbsent(message.person(), person -> new HashMap<>()).put(message.id(), message);
    }
  }

  /** The highest position that any answer named. */
  synchronized long position() {
    return position;
  }

  /** How many different messages were acknowledged. */
  synchronized int size() {
    return acknowledged.values().stream().mapToInt(Map::size).sum();
  }

  /** By person and message id. */
  synchronized Map<Person, Map<String, Message>> pages() {
    Map<Person, Map<String, Message>> copy = new HashMap<>();
    acknowledged.forEach((person, messages) -> copy.put(person, Map.copyOf(messages)));
    return copy;
  }
}
