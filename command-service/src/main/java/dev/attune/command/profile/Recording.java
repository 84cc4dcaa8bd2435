package dev.attune.command.profile;

import dev.attune.contracts.ProfileEvent;
import java.time.Instant;
import java.util.List;

/**
 * What a reaction to the log wants stored on a person's stream, all of it or nothing.
 *
 * @param notes at least one
 * @param version at which the stream must stand, so that nothing has happened since; 0: wherever it stands
 */
public record Recording(List<Note> notes, long version) {

  /**
   * One event.
   *
   * @param event whose time is its envelope's
   * @param at when it happened
   * @param key 16 bytes, a hash of what it came of: whatever is tried again is stored once
   */
  public record Note(ProfileEvent event, Instant at, byte[] key) {}
}
