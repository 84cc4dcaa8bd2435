/**
 * What happened on each of the shop's days: how often, and what purchases brought, by interaction name, by source and by
 * category. Kept once per partition and summed when asked for.
 */
@NullMarked
package dev.attune.query.daily;

import org.jspecify.annotations.NullMarked;
