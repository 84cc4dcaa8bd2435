/**
 * The compact history of a profile inside the views: the encoded events, a fixed number of them to a chunk document,
 * and those not yet in a full chunk as the tail in the profile's own document. Refolding, time travel and explanations
 * read it, so that they need neither Kafka nor the log.
 */
@NullMarked
package dev.attune.query.history;

import org.jspecify.annotations.NullMarked;
