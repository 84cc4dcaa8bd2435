package dev.attune.command.collect;

import java.util.UUID;

/**
 * Where a message is kept.
 *
 * @param duplicate true if it was kept before; then this is where it was kept first
 * @param profile the person's stream
 * @param position of the last of its events
 */
record Kept(boolean duplicate, UUID profile, long position) {}
