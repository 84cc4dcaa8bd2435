package dev.attune.command.outbound;

import dev.attune.command.outbound.RelayState.Role;
import org.springframework.context.SmartLifecycle;

/** Starts the relay with the service and stops it after the web server, so that what was accepted is sent. */
final class RelayLifecycle implements SmartLifecycle {

  private final Relay relay;
  private final Copies copies;
  private final TopicChecks checks;
  private final RelaySettings settings;
  private final RelayState state;

  RelayLifecycle(Relay relay, Copies copies, TopicChecks checks, RelaySettings settings, RelayState state) {
    this.relay = relay;
    this.copies = copies;
    this.checks = checks;
    this.settings = settings;
    this.state = state;
  }

  @Override
  public void start() {
    if (settings.enabled()) {
      relay.start();
    } else {
      state.become(Role.OFF, null);
    }
  }

  @Override
  public void stop() {
    copies.stop();
    checks.stop();
    try {
      relay.stop();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public boolean isRunning() {
    return relay.isRunning();
  }

  @Override
  public int getPhase() {
    return 0;
  }
}
