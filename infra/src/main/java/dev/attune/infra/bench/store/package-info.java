/**
 * The event store beside its rivals: stock Axon on its JDBC engine, and plain PostgreSQL. All run in one process against
 * one server with fsync on that is started for the benchmark, in alternating rounds.
 */
@NullMarked
package dev.attune.infra.bench.store;

import org.jspecify.annotations.NullMarked;
