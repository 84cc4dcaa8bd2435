package dev.attune.eventstore.append;

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
 * A TCP proxy between client and server that can swallow the next answers and cut the connection instead: the server has
 * committed, the client sees an error.
 */
public final class SwallowingProxy implements AutoCloseable {

  private final ServerSocket listening;
  private final int target;
  private final AtomicInteger toSwallow = new AtomicInteger();
  private final AtomicInteger swallowed = new AtomicInteger();
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
  private volatile boolean down;

  public SwallowingProxy(int target) throws IOException {
    this.target = target;
    this.listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread.startVirtualThread(this::accept);
  }

  public int port() {
    return listening.getLocalPort();
  }

  /** The next answers of the server are not handed on; the connections they should have travelled on end. */
  public void swallow(int answers) {
    toSwallow.set(answers);
  }

  public int swallowed() {
    return swallowed.get();
  }

  /** Cuts everything and refuses new connections. */
  public void down() {
    down = true;
    sockets.forEach(SwallowingProxy::end);
  }

  @Override
  public void close() throws IOException {
    listening.close();
    down();
  }

  private void accept() {
    while (!listening.isClosed()) {
      try {
        Socket client = listening.accept();
        if (down) {
          end(client);
          continue;
        }
        Socket server = new Socket(InetAddress.getLoopbackAddress(), target);
        sockets.add(client);
        sockets.add(server);
        Thread.startVirtualThread(() -> pump(client, server, false));
        Thread.startVirtualThread(() -> pump(server, client, true));
      } catch (IOException closed) {
        return;
      }
    }
  }

  private void pump(Socket from, Socket to, boolean answers) {
    byte[] buffer = new byte[64 * 1024];
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
