package dev.attune.eventstore.read;

import dev.attune.contracts.wire.Envelope;
import dev.attune.eventstore.append.LogSignal;
import java.time.Duration;
import java.util.List;

/**
 * Follows the log by asking for what lies behind the last position: at once while there is more, after 2 ms when another
 * node appended lately, up to every 20 ms when nobody did. Commits of this node's appender are heard of at once, without
 * asking.
 *
 * <p>Where a {@link LogListener} listens, a feed that saw nothing for a second rests: it looks a few times a second only,
 * and is woken by the first that anybody appends. An append notifies when the last event was given its time more than
 * 100 ms ago, and a feed does not rest before it has seen nothing for a second: so an append that does not notify, and is
 * missed by the last look before the rest, has taken 900 ms from its time to its commit. Where the database's clock was
 * set back there may be one more. Such an event is found by the next look.
 *
 * <p>Positions are given in commit order under the log's lock, so nothing can appear later before what was seen.
 */
public final class PollingFeed implements Feed {

  private static final long SHORTEST = Duration.ofMillis(2).toNanos();
  private static final long LONGEST = Duration.ofMillis(20).toNanos();

  /** Well beyond the 100 ms after which an append notifies. */
  private static final Duration QUIET = Duration.ofSeconds(1);

  /** Few are asked for until it shows that there are many: the reader has a quick way for few, and one for many. */
  private static final int AT_THE_END = 200;

  private final EventReader reader;
  private final LogSignal signal;
  private final int page;
  private final long quiet;
  private long position;
  private long pause = SHORTEST;
  private long lookAt = System.nanoTime();
  private long seenAt = lookAt;
  private long woken;
  private boolean resting;
  private boolean heard;
  private boolean behind;
  private boolean closed;

  /**
   * @param after position of the last event that is not wanted; 0 to begin with the first
   * @param page most events of one {@link #poll}
   * @param signal of this node's appender; one of its own if there is none
   */
  public PollingFeed(EventReader reader, long after, int page, LogSignal signal) {
    this(reader, after, page, signal, QUIET);
  }

  /** @param quiet for so long nothing was seen when it begins to rest */
  PollingFeed(EventReader reader, long after, int page, LogSignal signal, Duration quiet) {
    this.reader = reader;
    this.position = after;
    this.page = page;
    this.signal = signal;
    this.quiet = quiet.toNanos();
  }

  @Override
  public List<Envelope> poll(Duration wait) throws InterruptedException {
    long now = System.nanoTime();
    long deadline = now + wait.toNanos();
    if (!resting || wait.isZero()) {
      lookAt = now;
    }
    while (!closed) {
      if (heard || lookAt - now <= 0 || signal.wakes() != woken) {
        List<Envelope> events = look();
        if (!events.isEmpty()) {
          return events;
        }
        now = System.nanoTime();
        rest(now);
      }
      long left = deadline - now;
      if (left <= 0) {
        break;
      }
      heard = signal.awaitBeyond(position, woken, Math.min(lookAt - now, left));
      now = System.nanoTime();
    }
    return List.of();
  }

  private List<Envelope> look() {
    long known = woken;
    woken = signal.wakes();
    List<Envelope> events = reader.log(position, behind ? page : Math.min(page, AT_THE_END));
    if (!events.isEmpty()) {
      if (resting && !heard && known == signal.wakes()) {
        signal.missed();
      }
      position = events.getLast().position();
      behind = events.size() >= AT_THE_END;
      // what was heard of was appended here: there is no hint that anybody else is at work
      pause = heard ? Math.min(pause, LONGEST) : SHORTEST;
      seenAt = System.nanoTime();
      resting = false;
    }
    heard = false;
    return events;
  }

  /** How long to wait for the next look. If somebody began to listen since the last one, the wait ends at once. */
  private void rest(long now) {
    Duration often = now - seenAt < quiet ? null : signal.look().orElse(null);
    resting = often != null;
    lookAt = now + (often == null ? pause : often.toNanos());
    pause = Math.min(pause + pause / 8 + 1, LONGEST);
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
