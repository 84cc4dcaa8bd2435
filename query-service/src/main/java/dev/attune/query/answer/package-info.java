/**
 * What answers of several slices have in common: values and profiles as JSON, positions as opaque strings, entity tags.
 * Numbers stay exact.
 */
@NullMarked
package dev.attune.query.answer;

import org.jspecify.annotations.NullMarked;
