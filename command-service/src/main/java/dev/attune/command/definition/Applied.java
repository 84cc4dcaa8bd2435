package dev.attune.command.definition;

/**
 * What applying a file did.
 *
 * @param change what changed
 * @param position of the last definition event
 */
record Applied(Change change, long position) {}
