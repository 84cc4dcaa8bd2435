/**
 * The local stack: PostgreSQL, Kafka, the view store and the two services as independent processes below one data
 * folder. {@link dev.attune.infra.stack.LocalStack} is the one entrance, for the command line as for tests that kill
 * and restart what they test. There is no supervisor: what runs is known from pid files, each with the mark of its
 * process, so that every call can carry on where an earlier one, or a power cut, left off.
 */
@NullMarked
package dev.attune.infra.stack;

import org.jspecify.annotations.NullMarked;
