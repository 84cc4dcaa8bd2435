package dev.attune.command.collect;

import java.util.Optional;
import java.util.UUID;

/** Who may send. Throws if that cannot be told at the moment. */
@FunctionalInterface
public interface Senders {

  /** Stream of the source with the write key. */
  Optional<UUID> withKey(String writeKey);
}
