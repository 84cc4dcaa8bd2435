/**
 * Values whose shape the client chooses: properties, traits, contexts, contents. JSON's data model with exact numbers,
 * so that money stays money.
 */
@NullMarked
package dev.attune.contracts.value;

import org.jspecify.annotations.NullMarked;
