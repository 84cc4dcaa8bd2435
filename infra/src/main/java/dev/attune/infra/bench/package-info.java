/** Benchmarks, outside the normal build: each prints a Markdown table and can write its figures as JSON. */
@NullMarked
package dev.attune.infra.bench;

import org.jspecify.annotations.NullMarked;
