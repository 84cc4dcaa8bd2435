/**
 * The timeline of a profile: everything that happened in its stream, in order, in chunk documents found by id alone, and
 * served newest first, page by page.
 */
@NullMarked
package dev.attune.query.timeline;

import org.jspecify.annotations.NullMarked;
