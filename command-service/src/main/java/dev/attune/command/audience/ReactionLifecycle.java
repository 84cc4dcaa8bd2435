package dev.attune.command.audience;

import dev.attune.command.audience.CrossingState.Role;
import org.springframework.context.SmartLifecycle;

/** Starts the reaction with the service and stops it before what it sends through. */
final class ReactionLifecycle implements SmartLifecycle {

  private final Reaction reaction;
  private final CrossingState state;
  private final boolean enabled;

  ReactionLifecycle(Reaction reaction, CrossingState state, boolean enabled) {
    this.reaction = reaction;
    this.state = state;
    this.enabled = enabled;
  }

  @Override
  public void start() {
    if (enabled) {
      reaction.start();
    } else {
      state.become(Role.OFF, null);
    }
  }

  @Override
  public void stop() {
    try {
      reaction.stop();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public boolean isRunning() {
    return reaction.isRunning();
  }

  @Override
  public int getPhase() {
    return 0;
  }
}
