package dev.attune.eventstore.stream;

import dev.attune.eventstore.append.StreamHead;

/** The state of a stream at a head. */
record Known<S>(S state, StreamHead head) {}
