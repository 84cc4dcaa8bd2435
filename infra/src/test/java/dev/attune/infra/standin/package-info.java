/**
 * A stand-in for both services in one process: their HTTP interfaces over people in memory, who are folded and decided
 * for
 * by the real core. For tests of the tools; what the services themselves do is tested with the services.
 */
@NullMarked
package dev.attune.infra.standin;

import org.jspecify.annotations.NullMarked;
