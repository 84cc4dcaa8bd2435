package dev.attune.contracts;

/** Something that has happened. Immutable; stored for ever under the name and revision given by {@link Stored}. */
public sealed interface Event permits ProfileEvent, SourceEvent, DefinitionEvent {}
