/**
 * {@code decision = decide(profile, definitions, question, now, seed)}: which offer a person is proposed, which gate
 * stopped each of the others, and a digest by which a recomputation proves that it is the same, bit for bit.
 */
@NullMarked
package dev.attune.core.decision;

import org.jspecify.annotations.NullMarked;
