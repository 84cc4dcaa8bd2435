/**
 * What could not be taken in: kept as it came, with the reasons, before the sender is answered. Nothing that a client
 * sent is lost because it was wrong.
 */
@NullMarked
package dev.attune.command.quarantine;

import org.jspecify.annotations.NullMarked;
