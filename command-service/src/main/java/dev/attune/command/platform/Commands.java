package dev.attune.command.platform;

import java.util.concurrent.CompletableFuture;
import org.axonframework.commandhandling.gateway.CommandGateway;

/** Sends commands to their handlers. Commands sent by one thread reach a stream in that order. Waits for nothing. */
public final class Commands {

  private final CommandGateway gateway;

  Commands(CommandGateway gateway) {
    this.gateway = gateway;
  }

  /**
   * Sends a command whose handler answers with a future. Axon's bus hands that back as it is, so that a command is in its
   * stream's mailbox when this returns, and its outcome comes later.
   *
   * @return completes when the outcome is durable, and fails with what the handler or the store failed with
   */
  public <R> CompletableFuture<R> send(Object command) {
    return gateway.<CompletableFuture<R>>send(command).thenCompose(outcome -> outcome);
  }
}
