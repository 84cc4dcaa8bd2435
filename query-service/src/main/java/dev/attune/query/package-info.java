/**
 * The read side: views folded from the log, and the query API over them. Each slice holds the view it needs and the
 * endpoint that answers from it; {@code projection} runs the folds, {@code view} keeps their documents, {@code platform}
 * wires everything together. Nothing in here reaches PostgreSQL, sends a command or writes to Kafka.
 */
@NullMarked
package dev.attune.query;

import org.jspecify.annotations.NullMarked;
