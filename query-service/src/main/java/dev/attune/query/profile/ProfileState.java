package dev.attune.query.profile;

import dev.attune.core.behaviour.Behaviour;
import dev.attune.core.profile.Profile;
import dev.attune.query.history.Tail;
import java.util.ArrayList;
import java.util.List;

/**
 * What the document of a profile stands for.
 *
 * @param profile the fold in the order of arrival
 * @param story the fold in the order of happening
 * @param history the end of its compact history
 * @param closed the behaviour after each chunk of the history that is yet to be written
 */
public record ProfileState(Profile profile, Story story, Tail history, List<Behaviour> closed) {

  /** The fold in the order of happening. */
  public Behaviour behaviour() {
    return story.behaviour();
  }

  ProfileState(Profile profile, Story story, Tail history) {
    this(profile, story, history, List.of());
  }

  /** The state after one more event. */
  ProfileState with(Profile nextProfile, Story nextStory, byte[] encoded) {
    Tail nextHistory = history.with(encoded);
    if (nextHistory.full().size() == history.full().size()) {
      return new ProfileState(nextProfile, nextStory, nextHistory, closed);
    }
    List<Behaviour> nextClosed = new ArrayList<>(closed);
    nextClosed.add(nextStory.behaviour());
    // what comes after the chunk begins at the state after it: else every further chunk folds all of the batch again
    return new ProfileState(nextProfile, nextStory.settled(), nextHistory, nextClosed);
  }

  ProfileState settled() {
    return new ProfileState(profile, story.settled(), history.settled());
  }
}
