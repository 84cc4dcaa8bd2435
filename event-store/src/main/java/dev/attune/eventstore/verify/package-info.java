/** Whether the stored log is what was appended: positions, versions, checksums, chains, heads and claims. */
@NullMarked
package dev.attune.eventstore.verify;

import org.jspecify.annotations.NullMarked;
