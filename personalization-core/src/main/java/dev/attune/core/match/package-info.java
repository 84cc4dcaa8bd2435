/**
 * Which interactions a definition means: its conditions, compiled once and asked of every interaction. An index by name
 * keeps definitions out of the way of interactions that they cannot mean.
 */
@NullMarked
package dev.attune.core.match;

import org.jspecify.annotations.NullMarked;
