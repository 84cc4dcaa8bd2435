package dev.attune.infra.stack;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/** TCP ports on this machine. */
final class Ports {

  // below the range from which outgoing connections get theirs: such a port stays free while its owner is restarted
  private static final int LOWEST = 18_000;
  private static final int HIGHEST = 32_000;

  private static final int ATTEMPTS = 60;
  private static final Duration ATTEMPT_PAUSE = Duration.ofMillis(50);

  private Ports() {}

  /**
   * Makes sure that nobody listens there.
   *
   * @throws StackException naming the port, who has it where that can be found, and what to do
   */
  static void requireFree(Server.NamedPort port, String title) {
    // one that was killed a moment ago may still be letting go, and its clients knock at each socket that asks
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      if (free(port.port())) {
        return;
      }
      Signals.pause(ATTEMPT_PAUSE);
    }
    String owner = PortOwner.of(port.port()).map(name -> "by " + name).orElse("by another process");
    throw new StackException("Port " + port.port() + " for " + title + " is taken " + owner
        + ". Stop that process, or choose another port: " + port.variable() + "=" + (port.port() + 100)
        + " ./attune up");
  }

  static boolean free(int port) {
    try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      return socket.isBound();
    } catch (IOException e) {
      return false;
    }
  }

  static int anyFree() {
    while (true) {
      int port = ThreadLocalRandom.current().nextInt(LOWEST, HIGHEST);
      if (free(port)) {
        return port;
      }
    }
  }
}
