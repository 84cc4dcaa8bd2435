/**
 * Finds people by what they told, did, spent, and by what other views know of them. Looks at the documents of all people
 * one after another and keeps the best, so that it needs the memory of a page, however many there are.
 */
@NullMarked
package dev.attune.query.profile.search;

import org.jspecify.annotations.NullMarked;
