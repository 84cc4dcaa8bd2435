/**
 * States as bytes, for snapshots on the command side and for documents on the query side: small, exact, and quick to
 * write. Nothing in the bytes says what they are; whoever keeps them keeps a revision beside them, which the shape of
 * the state's records is a part of.
 */
@NullMarked
package dev.attune.core.state;

import org.jspecify.annotations.NullMarked;
