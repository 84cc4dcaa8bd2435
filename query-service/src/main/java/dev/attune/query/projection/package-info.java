/**
 * Runs projections: consumes the topic, folds each event into the documents it belongs in, and writes them so that
 * nothing is lost or counted twice, whatever dies when. Documents are written by compare-and-set on their position;
 * where a projection stands is kept beside them, never in Kafka's committed offsets. Generations of a
 * projection are folded beside each other and take each other's place in one step; {@code Roster} says which do what. A
 * {@link dev.attune.query.projection.Projection} itself is pure: it knows no server, clock or chance.
 */
@NullMarked
package dev.attune.query.projection;

import org.jspecify.annotations.NullMarked;
