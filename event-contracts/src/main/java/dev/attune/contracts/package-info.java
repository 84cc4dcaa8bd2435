/**
 * The vocabulary of Attune: what has happened, in the words of the business.
 *
 * <p>Every event is a record of one of the sealed families {@link dev.attune.contracts.ProfileEvent}, {@link
 * dev.attune.contracts.SourceEvent} and {@link dev.attune.contracts.DefinitionEvent}. Its stored name and revision are
 * decoupled from the class; each component is marked personal or not. This package knows no framework.
 */
@NullMarked
package dev.attune.contracts;

import org.jspecify.annotations.NullMarked;
