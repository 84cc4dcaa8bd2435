/**
 * What every slice stands on: the store's and Axon's beans, declared one by one, the node's clock and how far it may be
 * off, problem details for every error, the administrator's key, readiness. Slices use the public types in here; this
 * package knows no slice.
 */
@NullMarked
package dev.attune.command.platform;

import org.jspecify.annotations.NullMarked;
