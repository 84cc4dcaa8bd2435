package dev.attune.infra.stack;

import java.time.Duration;
import java.util.List;

/** What the stack must know of one kind of process to run it. */
sealed interface Server permits PostgresServer, KafkaServer, ViewStore, SpringService {

  /** Fails with a message for people when something is missing that no start can make up. */
  default void check() {}

  /** Makes its files ready; called before every start, so it repeats nothing that is done. */
  void prepare();

  Launch launch();

  Probe probe();

  /** Ports it opens besides its own, each with the variable that chooses another one. */
  default List<NamedPort> furtherPorts() {
    return List.of();
  }

  /** Ends what a killed process of this kind leaves running. */
  default void sweep() {}

  /** The signal that asks for an orderly end without waiting for clients. */
  default String stopSignal() {
    return "TERM";
  }

  /** How long a start may take; recovery after a kill can be slow. */
  default Duration patience() {
    return Duration.ofMinutes(2);
  }

  /** A port and the environment variable that chooses another one. */
  record NamedPort(int port, String variable) {}
}
