/**
 * What marketers define: offers, placements, the decision policy; the shop, metrics, funnels and audiences. A file is
 * applied as a whole or not at all; only what changed gets a new version.
 */
@NullMarked
package dev.attune.command.definition;

import org.jspecify.annotations.NullMarked;
