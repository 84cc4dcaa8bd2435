package dev.attune.eventstore;

import dev.attune.eventstore.read.EventReader;
import dev.attune.eventstore.read.StreamTail;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** Counts the round trips of a reader, and the events that they bring. */
public final class CountingReader {

  private final EventReader reader;
  private final AtomicInteger calls = new AtomicInteger();
  private final AtomicLong events = new AtomicLong();
  private final List<Integer> pages = new CopyOnWriteArrayList<>();

  public CountingReader(EventReader reader) {
    this.reader = reader;
  }

  public int calls() {
    return calls.get();
  }

  public long events() {
    return events.get();
  }

  /** How many events each answer for one stream brought. */
  public List<Integer> pages() {
    return pages;
  }

  public EventReader asReader() {
    return (EventReader)
        Proxy.newProxyInstance(
            EventReader.class.getClassLoader(),
            new Class<?>[] {EventReader.class},
            (proxy, method, arguments) -> {
              calls.incrementAndGet();
              try {
                Object answer = method.invoke(reader, arguments);
                count(answer);
                return answer;
              } catch (InvocationTargetException failed) {
                throw failed.getCause();
              }
            });
  }

  private void count(Object answer) {
    switch (answer) {
      case StreamTail tail -> {
        events.addAndGet(tail.events().size());
        pages.add(tail.events().size());
      }
      case Map<?, ?> tails -> tails.values().forEach(this::count);
      default -> {}
    }
  }
}
