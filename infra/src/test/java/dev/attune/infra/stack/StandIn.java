package dev.attune.infra.stack;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;

/** A process in the place of a service: tells that it is ready, and which of its settings have arrived. */
public final class StandIn {

  private StandIn() {}

  public static void main(String[] arguments) throws IOException {
    String node = System.getenv("ATTUNE_NODE");
    String variable = node.startsWith("command") ? "ATTUNE_COMMAND_PORT" : "ATTUNE_QUERY_PORT";
    int port = Integer.parseInt(System.getenv(variable));
    HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
    server.createContext("/actuator/health/readiness", exchange -> {
      byte[] body = settings().getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(200, body.length);
      try (OutputStream out = exchange.getResponseBody()) {
        out.write(body);
      }
    });
    server.start();
    System.out.println(node + " is ready");
  }

  private static String settings() {
    return String.join("\n", System.getenv().keySet().stream().filter(key -> key.startsWith("ATTUNE_")).sorted().toList());
  }

  /** Puts executable jars of it where the services' jars would be. */
  static void jars(Path repository) throws IOException {
    for (Component service : new Component[] {Component.COMMAND, Component.QUERY}) {
      Path folder = Files.createDirectories(repository.resolve(service.id()).resolve("target"));
      jar(folder.resolve(service.id() + ".jar"));
    }
  }

  private static void jar(Path file) throws IOException {
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    manifest.getMainAttributes().put(Attributes.Name.MAIN_CLASS, StandIn.class.getName());
    String entry = StandIn.class.getName().replace('.', '/') + ".class";
    try (JarOutputStream jar = new JarOutputStream(Files.newOutputStream(file), manifest);
        var content = StandIn.class.getResourceAsStream("/" + entry)) {
      jar.putNextEntry(new JarEntry(entry));
      content.transferTo(jar);
    }
  }
}
