/**
 * Loads files of interactions through the HTTP API: delimited, fixed-width, separated by blanks, or one JSON object a
 * line.
 * No code knows a particular file; options say which column is what. Rows are streamed: {@code Lines} cuts the file,
 * a {@code RowSource} splits each line into cells, {@code Mapping} makes an interaction of it, and {@code Lanes} sends
 * batches of lines to the bulk endpoint side by side, one person's rows always in the same lane and so in the order of the file.
 */
@NullMarked
package dev.attune.infra.importer;

import org.jspecify.annotations.NullMarked;
