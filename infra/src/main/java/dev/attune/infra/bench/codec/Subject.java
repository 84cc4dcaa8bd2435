package dev.attune.infra.bench.codec;

import dev.attune.contracts.Event;

/** One way to write events down. */
interface Subject<E> {

  /** As in the names of the figures. */
  String name();

  E encode(Event event);

  Event decode(E encoded, Class<? extends Event> type);

  int bytes(E encoded);
}
