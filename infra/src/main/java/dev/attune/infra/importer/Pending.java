package dev.attune.infra.importer;

import dev.attune.infra.client.Interaction;

/**
 * A row on its way.
 *
 * @param line number of its first line
 * @param text as it stands in the file
 * @param interaction what it was made
 */
record Pending(long line, String text, Interaction interaction) {

  /** By which rows of one person are known: the identity that names the person best. */
  int lane(int lanes) {
    return Math.floorMod(interaction.identities().entrySet().iterator().next().hashCode(), lanes);
  }
}
