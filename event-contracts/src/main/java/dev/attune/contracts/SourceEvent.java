package dev.attune.contracts;

/** What happens to a source: a shop front, an app, a backend, a file, that interactions come from. */
public sealed interface SourceEvent extends Event {

  /**
   * A source may send from now on.
   *
   * @param name unique name, {@code [a-z][a-z0-9-]{0,62}}
   * @param writeKeyDigest SHA-256 of its write key; the key itself is shown once and kept nowhere
   */
  @Stored(name = "source.added", revision = 1)
  record SourceAdded(String name, byte[] writeKeyDigest) implements SourceEvent {}
}
