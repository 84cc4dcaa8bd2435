/**
 * Eligibility rules: CEL expressions with limits on size, iterations and regular expressions. A rule that cannot be
 * evaluated makes nobody eligible, and says so.
 */
@NullMarked
package dev.attune.core.rule;

import org.jspecify.annotations.NullMarked;
