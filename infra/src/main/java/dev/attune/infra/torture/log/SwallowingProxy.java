package dev.attune.infra.torture.log;

import dev.attune.infra.stack.StackException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A TCP proxy before PostgreSQL that can swallow the next answers and cut the connection instead: the server has
 * committed, the client sees an error. Outlives restarts of the server.
 */
final class SwallowingProxy implements AutoCloseable {

  private static final int BUFFER = 64 * 1024;

  private final ServerSocket listening;
  private final int target;
  private final AtomicInteger toSwallow = new AtomicInteger();
  private final AtomicInteger swallowed = new AtomicInteger();
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();

  /** Listens at a port of its own at once. */
  SwallowingProxy(int target) {
    this.target = target;
    try {
      this.listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new StackException("Cannot listen at any port: " + e.getMessage(), e);
    }
    Thread.startVirtualThread(this::accept);
  }

  int port() {
    return listening.getLocalPort();
  }

  /** The next answers of the server are not handed on; the connections they should have travelled on end. */
  void swallow(int answers) {
    toSwallow.set(answers);
  }

  /** How many were, so far. */
  int swallowed() {
    return swallowed.get();
  }

  /** Ends all connections there are; new ones are let through. */
  void cut() {
    sockets.forEach(SwallowingProxy::end);
  }

  @Override
  public void close() {
    try {
      listening.close();
    } catch (IOException ignored) {
      // It is closed.
    }
    cut();
  }

  private void accept() {
    while (!listening.isClosed()) {
      Socket client;
      try {
        client = listening.accept();
      } catch (IOException closed) {
        return;
      }
      connect(client);
    }
  }

  private void connect(Socket client) {
    try {
      Socket server = new Socket(InetAddress.getLoopbackAddress(), target);
      client.setTcpNoDelay(true);
      server.setTcpNoDelay(true);
      sockets.add(client);
      sockets.add(server);
      Thread.startVirtualThread(() -> pump(client, server, false));
      Thread.startVirtualThread(() -> pump(server, client, true));
    } catch (IOException down) {
      end(client);
    }
  }

  private void pump(Socket from, Socket to, boolean answers) {
    byte[] buffer = new byte[BUFFER];
    try (from;
        to) {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        if (answers && toSwallow.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
          swallowed.incrementAndGet();
          return;
        }
        out.write(buffer, 0, read);
      }
    } catch (IOException ended) {
      // The other side learns by its end of the stream.
    } finally {
      sockets.remove(from);
      sockets.remove(to);
    }
  }

  private static void end(Socket socket) {
    try {
      socket.close();
    } catch (IOException ignored) {
      // It is closed.
    }
  }
}
