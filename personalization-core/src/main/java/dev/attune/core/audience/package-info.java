/**
 * Audiences: who belongs to one is a function of what is known of the person and of the moment, together with how long
 * that is certain. Nothing is scheduled here, and nothing that was is kept.
 */
@NullMarked
package dev.attune.core.audience;

import org.jspecify.annotations.NullMarked;
