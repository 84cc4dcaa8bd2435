package dev.attune.query.projection;

import java.util.List;

/** An event cannot be folded into the state alone: chunks of the history are wanted. Cheap to throw. */
public final class NeedsHistoryException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final transient List<Wanted> wanted;

  /**
   * @param wanted chunks that will be asked for, as far as they are known: they are read for all documents at once
   */
  public NeedsHistoryException(List<Wanted> wanted) {
    super("History is wanted", null, false, false);
    this.wanted = List.copyOf(wanted);
  }

  List<Wanted> wanted() {
    return wanted;
  }

  /**
   * A chunk.
   *
   * @param view as {@link Chunk#view}
   * @param id as {@link Chunk#id}
   */
  public record Wanted(String view, String id) {}
}
