package dev.attune.query.projection;

/** A state and the position that it has come to. */
record Held<S>(S state, long position) {}
