/**
 * Figures over all profiles: how often each interaction happened, what purchases brought, how many profiles there are.
 * Kept once per partition and summed when asked for.
 */
@NullMarked
package dev.attune.query.totals;

import org.jspecify.annotations.NullMarked;
