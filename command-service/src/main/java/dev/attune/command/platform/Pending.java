package dev.attune.command.platform;

import java.util.concurrent.CompletableFuture;

/**
 * What a command handler answers when the command is in the stream's mailbox and not stored yet. The bus hands it back
 * at once, so that one thread can dispatch many commands in order before it waits for the first.
 *
 * @param future completes when the outcome is durable
 * @param <R> what the sender is told
 */
public record Pending<R>(CompletableFuture<R> future) {}
