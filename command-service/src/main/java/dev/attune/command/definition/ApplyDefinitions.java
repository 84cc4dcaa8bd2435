package dev.attune.command.definition;

/**
 * The command: make the definitions of a file be in force.
 *
 * @param file well-formed
 * @param prune true: offers, metrics, funnels and audiences that the file does not name are archived
 */
record ApplyDefinitions(DefinitionFile file, boolean prune) {}
