package dev.attune.infra.client;

import dev.attune.infra.stack.LocalStack;
import java.net.URI;
import java.nio.file.Path;

/**
 * Where the services are and the keys to them.
 *
 * @param commands address of command-service, without a slash at its end
 * @param queries address of query-service, without a slash at its end
 * @param adminKey for definitions and sources
 * @param readKey for the query API
 * @param home the data folder; the write keys of the tools' own sources are kept below it
 */
public record Access(URI commands, URI queries, String adminKey, String readKey, Path home) {

  /** The way to a stack that is up. */
  public static Access to(LocalStack stack) {
    return new Access(
        URI.create(stack.addresses().commandUrl()),
        URI.create(stack.addresses().queryUrl()),
        stack.adminKey(),
        stack.readKey(),
        stack.settings().home());
  }

  /** Keeps the keys out of logs. */
  @Override
  public String toString() {
    return "Access[" + commands + ", " + queries + ", " + home + "]";
  }
}
