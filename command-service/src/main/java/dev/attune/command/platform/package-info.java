/**
 * What every slice stands on: the store, Axon's buses, clocks, keys, errors as RFC 9457 problems, metrics. Knows no slice.
 */
@NullMarked
package dev.attune.command.platform;

import org.jspecify.annotations.NullMarked;
