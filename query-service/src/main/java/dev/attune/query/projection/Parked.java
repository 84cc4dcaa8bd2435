package dev.attune.query.projection;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import org.bson.Document;

/**
 * The sequence of a key that cannot be folded. Immutable.
 *
 * @param key the stream of the events
 * @param partition that they come in
 * @param change how often this was written
 * @param done stretches that were folded later: their events must not be folded when they come again
 * @param positions of the events that are parked, in order; empty if the key is folded again
 * @param reason why the first one cannot be folded
 * @param attempts how often it was tried again
 */
public record Parked(
    String key, int partition, long change, List<Stretch> done, SortedSet<Long> positions, String reason, int attempts) {

  /**
   * Positions from the first to the last one, both included.
   */
  public record Stretch(long first, long last) {}

  static Parked none(String key, int partition) {
    return new Parked(key, partition, 0, List.of(), new TreeSet<>(), "", 0);
  }

  /** True if events of the key are parked. */
  public boolean isOpen() {
    return !positions.isEmpty();
  }

  /** True if the event is parked already, or was, and has been folded since. */
  boolean has(long position) {
    return positions.contains(position)
        || done.stream().anyMatch(stretch -> stretch.first() <= position && position <= stretch.last());
  }

  /** True if the event must not be folded now: it, or one before it in the sequence, is parked. */
  boolean holds(long position) {
    return has(position) || (isOpen() && position >= positions.first());
  }

  /** One more event, behind those that are parked. */
  Parked with(long position, String why) {
    SortedSet<Long> more = new TreeSet<>(positions);
    more.add(position);
    return new Parked(key, partition, change, done, more, isOpen() ? reason : why, isOpen() ? attempts : 0);
  }

  /** Everything up to a position has been folded. */
  Parked folded(long last) {
    List<Stretch> stretches = new ArrayList<>(done);
    stretches.add(new Stretch(positions.first(), last));
    return new Parked(key, partition, change, stretches, new TreeSet<>(positions.tailSet(last + 1)), reason, attempts);
  }

  /** It was tried again, and failed again. */
  Parked failed(String why) {
    return new Parked(key, partition, change, done, positions, why, attempts + 1);
  }

  Parked written() {
    return new Parked(key, partition, change + 1, done, positions, reason, attempts);
  }

  /** The document of the next write. */
  Document document() {
    return new Document("_id", key)
        .append("position", change + 1)
        .append("partition", partition)
        .append("done",
            done.stream().map(one -> new Document("first", one.first()).append("last", one.last())).toList())
        .append("positions", List.copyOf(positions))
        .append("reason", reason)
        .append("attempts", attempts);
  }

  static Parked of(Document document) {
    return new Parked(
        document.getString("_id"),
        document.getInteger("partition"),
        document.getLong("position"),
        document.getList("done", Document.class).stream()
            .map(one -> new Stretch(one.getLong("first"), one.getLong("last")))
            .toList(),
        new TreeSet<>(document.getList("positions", Long.class)),
        document.getString("reason"),
        document.getInteger("attempts"));
  }
}
