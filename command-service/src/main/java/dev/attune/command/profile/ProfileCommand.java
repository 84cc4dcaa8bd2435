package dev.attune.command.profile;

import dev.attune.core.profile.Profile;

/**
 * What is to be done on a person's stream. Pure: it may be asked again on another state, even of another stream, when
 * somebody else was first.
 *
 * @param <R> what the sender is told
 */
@FunctionalInterface
public interface ProfileCommand<R> {

  /** Decides on the state of the stream that the identities lead to (empty for somebody new). */
  Intent<R> decide(Profile profile);
}
