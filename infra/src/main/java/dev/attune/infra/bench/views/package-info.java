/**
 * The read side beside its rivals: how fast views are folded anew from the topic, and how fast they are read. A stack of
 * the benchmark's own is started with the settings of {@code ./attune up}; a consumer that only decodes and a driver that
 * only writes or reads run in a JVM of their own, against the same broker and the same view store.
 */
@NullMarked
package dev.attune.infra.bench.views;

import org.jspecify.annotations.NullMarked;
