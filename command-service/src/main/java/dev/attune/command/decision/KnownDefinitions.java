package dev.attune.command.decision;

import dev.attune.core.definition.DefinitionHistory;

/** The definitions as this node knows them. */
public interface KnownDefinitions {

  /** What is known now, without waiting. */
  DefinitionHistory now();

  /** What is known once everything up to a position of the log is: another node may have decided with newer ones. */
  DefinitionHistory upTo(long position);
}
