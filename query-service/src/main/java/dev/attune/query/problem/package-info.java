/**
 * Errors as RFC 9457 problem details with a type that stays the same: {@code https://attune.dev/problems/<kind>}. The
 * detail says what was wrong and what to do.
 */
@NullMarked
package dev.attune.query.problem;

import org.jspecify.annotations.NullMarked;
