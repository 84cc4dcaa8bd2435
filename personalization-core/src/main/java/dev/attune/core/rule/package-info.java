/**
 * Rules of offers and audiences: CEL expressions with limits on size, iterations and regular expressions. A rule that
 * cannot be evaluated makes nobody eligible and puts nobody into an audience, and says so. A rule about people is also
 * read: which metrics it names, and what it makes of the time.
 */
@NullMarked
package dev.attune.core.rule;

import org.jspecify.annotations.NullMarked;
