/**
 * Why a decision came out as it did: finds it by its id, folds the profile's history up to the moment before, takes the
 * definitions as they were, decides again with the same pure function, and compares the digests.
 */
@NullMarked
package dev.attune.query.decision;

import org.jspecify.annotations.NullMarked;
