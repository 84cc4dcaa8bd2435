package dev.attune.command.source;

import java.util.UUID;

/**
 * Where interactions come from.
 *
 * @param id its stream
 * @param name unique
 */
public record Source(UUID id, String name) {}
