package dev.attune.query.projection;

import java.util.List;
import java.util.Set;
import org.bson.Document;
import org.jspecify.annotations.Nullable;

/**
 * A document that is not as the history has it.
 *
 * @param view that it belongs to
 * @param id of the document
 * @param stored what is there; null if it is missing
 * @param right what must be there; null if nothing must
 * @param chunks that must be in the store before it
 * @param fields in which the two differ
 */
record Anew(
    String view, String id, @Nullable Document stored, @Nullable Document right, List<Chunk> chunks, Set<String> fields) {}
