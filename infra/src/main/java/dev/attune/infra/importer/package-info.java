/** Loads files of interactions through the HTTP API. */
@NullMarked
package dev.attune.infra.importer;

import org.jspecify.annotations.NullMarked;
