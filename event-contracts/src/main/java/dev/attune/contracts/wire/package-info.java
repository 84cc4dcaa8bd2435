/**
 * How events are written: the envelope, the codec, the stored names, the partitioner. Everything in here is pinned by
 * golden files: what was written once is read for ever.
 */
@NullMarked
package dev.attune.contracts.wire;

import org.jspecify.annotations.NullMarked;
