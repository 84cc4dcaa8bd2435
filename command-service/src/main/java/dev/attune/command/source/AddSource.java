package dev.attune.command.source;

import dev.attune.contracts.SourceEvent.SourceAdded;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Adds a source, if its name is free.
 *
 * @param name {@code [a-z][a-z0-9-]{0,62}}
 * @param writeKeyDigest SHA-256 of its write key
 * @param at when it was asked for
 * @param correlation id of the request
 * @param traceparent W3C Trace Context of the request
 */
record AddSource(String name, byte[] writeKeyDigest, Instant at, UUID correlation, @Nullable String traceparent) {

  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]{0,62}");

  static boolean isName(String name) {
    return NAME.matcher(name).matches();
  }

  /** The stream of a source follows from its name, so that a name can be taken only once. */
  static UUID stream(String name) {
    return UUID.nameUUIDFromBytes(("source/" + name).getBytes(StandardCharsets.UTF_8));
  }

  SourceAdded decide() {
    return new SourceAdded(name, writeKeyDigest);
  }
}
