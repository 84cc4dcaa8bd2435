/**
 * Funnels: how far a person got through ordered steps within a time limit, and what one person adds to the funnel
 * across everyone. Progress is a function of what the person did in the order of happening, whatever the order of
 * arrival.
 */
@NullMarked
package dev.attune.core.funnel;

import org.jspecify.annotations.NullMarked;
