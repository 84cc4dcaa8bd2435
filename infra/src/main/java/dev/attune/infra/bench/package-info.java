/**
 * Benchmarks, outside the normal build: each prints a Markdown table and can write its figures as JSON. A benchmark is
 * a
 * {@code Bench}, listed in {@code Benches}; raw samples are kept below the data folder.
 */
@NullMarked
package dev.attune.infra.bench;

import org.jspecify.annotations.NullMarked;
