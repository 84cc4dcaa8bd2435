/**
<<<<<<< HEAD
 * What every slice stands on: the store, Axon's buses, clocks, keys, errors as RFC 9457 problems, metrics. Knows no slice.
=======
 * What every slice stands on: the store's and Axon's beans, declared one by one, the node's clock and how far it may be
 * off, problem details for every error, the administrator's key, readiness. Slices use the public types in here; this
 * package knows no slice.
>>>>>>> dd92e7c (Take in what people do: Segment's API and our own, sources, quarantine, and the platform below)
 */
@NullMarked
package dev.attune.command.platform;

import org.jspecify.annotations.NullMarked;
