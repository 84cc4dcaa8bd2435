package dev.attune.eventstore.read;

import dev.attune.contracts.wire.Envelope;
import dev.attune.eventstore.append.LogSignal;
import java.time.Duration;
import java.util.List;

/**
 * Follows the log by asking for what lies behind the last position: at once while there is more, after 2 ms when another
 * node appended lately, up to every 20 ms when idle. Commits of this node's appender are heard of at once, without
 * asking; those of others after a quiet while too, where a {@link LogListener} listens, and then it asks every 250 ms only.
 *
 * <p>Positions are given in commit order under the log's lock, so nothing can appear later before what was seen.
 */
public final class PollingFeed implements Feed {

  private static final long SHORTEST = Duration.ofMillis(2).toNanos();
  private static final long LONGEST = Duration.ofMillis(20).toNanos();

  /**
   * Where somebody listens. Pauses are about a ninth of the time since the last event, so one is longer than 20 ms only when
   * it was quiet for longer than the 100 ms after which an append notifies.
   */
  private static final Duration LONGEST_LISTENING = Duration.ofMillis(250);

  /** Few are asked for until it shows that there are many: the reader has a quick way for few, and one for many. */
  private static final int AT_THE_END = 200;

  private final EventReader reader;
  private final LogSignal signal;
  private final int page;
  private final long longestListening;
  private long position;
  private long pause;
  private boolean heard;
  private boolean behind;
  private boolean closed;

  /**
   * @param after position of the last event that is not wanted; 0 to begin with the first
   * @param page most events of one {@link #poll}
   * @param signal of this node's appender; one of its own if there is none
   */
  public PollingFeed(EventReader reader, long after, int page, LogSignal signal) {
    this(reader, after, page, signal, SHORTEST, LONGEST_LISTENING.toNanos());
  }

  PollingFeed(EventReader reader, long after, int page, LogSignal signal, long firstPause, long longestListening) {
    this.reader = reader;
    this.position = after;
    this.page = page;
    this.signal = signal;
    this.pause = firstPause;
    this.longestListening = longestListening;
  }

  @Override
  public List<Envelope> poll(Duration wait) throws InterruptedException {
    long deadline = System.nanoTime() + wait.toNanos();
    while (!closed) {
      long woken = signal.wakes();
      List<Envelope> events = reader.log(position, behind ? page : Math.min(page, AT_THE_END));
      if (!events.isEmpty()) {
        position = events.getLast().position();
        behind = events.size() >= AT_THE_END;
        // what was heard of was appended here: there is no hint that anybody else is at work
        pause = heard ? pause : SHORTEST;
        heard = false;
        return events;
      }
      long left = deadline - System.nanoTime();
      if (left <= 0) {
        break;
      }
      heard = signal.awaitBeyond(position, woken, Math.min(pause, left));
      pause = Math.min(pause + pause / 8 + 1, signal.isListening() ? longestListening : LONGEST);
    }
    return List.of();
  }

  @Override
  public long position() {
    return position;
  }

  @Override
  public void close() {
    closed = true;
  }
}
