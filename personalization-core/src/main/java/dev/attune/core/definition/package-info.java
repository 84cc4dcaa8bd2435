/**
 * What marketers have defined, as the fold of definition events, and as it was at any position: a decision names the
 * position of the definitions that it was taken with.
 */
@NullMarked
package dev.attune.core.definition;

import org.jspecify.annotations.NullMarked;
