/**
 * The stream of one person, strictly consistent: which profile an identity belongs to, and commands taken one after
 * another on its state. The slices that act on people share this package and nothing else.
 */
@NullMarked
package dev.attune.command.profile;

import org.jspecify.annotations.NullMarked;
