package dev.attune.query.history;

import dev.attune.query.projection.Chunk;
import java.util.ArrayList;
import java.util.List;
import org.bson.Document;
import org.bson.types.Binary;

/**
 * The end of a history of encoded events: how many full chunks lie before it, and the events that fill no chunk yet.
 * Immutable. Chunk {@code n} (from 0) of chunks of {@code size} holds the events {@code n * size + 1} to {@code (n + 1)
 * * size}.
 *
 * @param size events in a full chunk
 * @param stored full chunks that are in the store
 * @param full chunks that became full and are yet to be written, {@code stored} and following
 * @param events encoded, oldest first; fewer than {@code size}
 */
public record Tail(int size, int stored, List<List<byte[]>> full, List<byte[]> events) {

  private static final String CHUNKS = "chunks";
  private static final String TAIL = "tail";

  /** No event yet. */
  public static Tail empty(int size) {
    return new Tail(size, 0, List.of(), List.of());
  }

  /** The history with one more event. */
  public Tail with(byte[] event) {
    List<byte[]> more = new ArrayList<>(events.size() + 1);
    more.addAll(events);
    more.add(event);
    if (more.size() < size) {
      return new Tail(size, stored, full, more);
    }
    List<List<byte[]>> chunks = new ArrayList<>(full);
    chunks.add(more);
    return new Tail(size, stored, chunks, List.of());
  }

  /** How many events the history has. */
  public long count() {
    return (long) (stored + full.size()) * size + events.size();
  }

  /** The chunks that must be in the store before a document that {@link #append} wrote to. */
  public List<Chunk> chunks(String view, String key) {
    List<Chunk> chunks = new ArrayList<>(full.size());
    for (int i = 0; i < full.size(); i++) {
      Binary packed = new Binary(Packed.deflate(Packed.pack(full.get(i))));
      chunks.add(new Chunk(view, id(key, stored + i), new Document("events", packed)));
    }
    return chunks;
  }

  /** The history once its full chunks are written. */
  public Tail settled() {
    return full.isEmpty() ? this : new Tail(size, stored + full.size(), List.of(), events);
  }

  /** Writes the tail into the key's document. */
  public void append(Document document) {
    document.append(CHUNKS, stored + full.size()).append(TAIL, new Binary(Packed.pack(events)));
  }

  /** The tail in a key's document. */
  public static Tail of(int size, Document document) {
    return new Tail(size, document.getInteger(CHUNKS), List.of(), Packed.unpack(bytes(document, TAIL)));
  }

  /** The events of a full chunk's document. */
  public static List<byte[]> events(Document chunk) {
    return Packed.unpack(Packed.inflate(bytes(chunk, "events")));
  }

  /** Id of a chunk's document. */
  public static String id(String key, int chunk) {
    return key + "/" + chunk;
  }

  /** Bytes that it occupies in memory, roughly. */
  public int weight() {
    int weight = 64;
    for (byte[] event : events) {
      weight += event.length + 24;
    }
    return weight;
  }

  private static byte[] bytes(Document document, String field) {
    return document.get(field, Binary.class).getData();
  }
}
