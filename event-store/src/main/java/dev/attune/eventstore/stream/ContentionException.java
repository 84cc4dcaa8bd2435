package dev.attune.eventstore.stream;

import java.util.UUID;

/** Other nodes changed the stream again and again while the command tried to. Nothing was stored; try again. */
public final class ContentionException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public ContentionException(UUID stream, int tries) {
    super("Stream %s was changed by another node %d times in a row".formatted(stream, tries));
  }
}
