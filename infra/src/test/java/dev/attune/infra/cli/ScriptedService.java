package dev.attune.infra.cli;

import com.sun.net.httpserver.HttpServer;
import dev.attune.infra.terminal.Terminal;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/** Answers requests to a path as a test says, and remembers them. */
final class ScriptedService implements AutoCloseable {

  private final List<String> asked = new CopyOnWriteArrayList<>();
  private final HttpServer server;

  /**
   * @param path of all requests
   * @param answer from method, the rest of the path with its query, and body, without anything between them
   */
  ScriptedService(String path, UnaryOperator<String> answer) {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.createContext(path, exchange -> {
      String request =
          exchange.getRequestMethod()
              + exchange.getRequestURI().toString().replace(path, "")
              + new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
      asked.add(request);
      byte[] bytes = answer.apply(request).getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(200, bytes.length);
      try (OutputStream out = exchange.getResponseBody()) {
        out.write(bytes);
      }
    });
    server.start();
  }

  CommandApi api() {
    return CommandApi.ofOperators(URI.create("http://127.0.0.1:" + server.getAddress().getPort()), "secret");
  }

  List<String> asked() {
    return asked;
  }

  /** What something shows. */
  static String shown(Consumer<Terminal> what) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8)) {
      what.accept(Terminal.plain(out));
    }
    return bytes.toString(StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
