/**
 * JSON as {@link dev.attune.contracts.value.Value}s: exact numbers, bounded nesting, the last of repeated keys. Reads a
 * whole document or a list of items with the bytes that each was made of, so that a bad one can be kept as it came.
 */
@NullMarked
package dev.attune.command.platform.json;

import org.jspecify.annotations.NullMarked;
