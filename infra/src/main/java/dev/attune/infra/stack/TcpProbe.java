package dev.attune.infra.stack;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;

/** Ready when somebody accepts connections. */
record TcpProbe(String host, int port) implements Probe {

  private static final int TIMEOUT_MILLIS = 2_000;

  @Override
  public boolean ready() {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(host, port), TIMEOUT_MILLIS);
      return true;
    } catch (IOException e) {
      return false;
    }
  }
}
