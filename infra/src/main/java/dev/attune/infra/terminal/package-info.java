/**
 * What the tools print: plain text of at most 96 columns, with colours and a moving progress bar only where a person
 * watches. {@code NO_COLOR} (no-color.org) switches colours off; a terminal that cannot show box-drawing characters
 * gets
 * ASCII.
 */
@NullMarked
package dev.attune.infra.terminal;

import org.jspecify.annotations.NullMarked;
