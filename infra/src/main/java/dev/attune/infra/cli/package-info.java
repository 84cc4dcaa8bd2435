/**
 * The command line {@code ./attune}: one class for each command, and how what they tell looks on a terminal. What the
 * commands do is in the packages that they call.
 */
@NullMarked
package dev.attune.infra.cli;

import org.jspecify.annotations.NullMarked;
