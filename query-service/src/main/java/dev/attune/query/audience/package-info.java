/**
 * Audiences: who belongs to each now. A document per person holds all that rules may ask about, with what they said as of
 * the person's last event; a census, taken every few seconds, evaluates again whom time alone may have moved. Documents
 * depend on the log alone, the census is kept in memory.
 */
@NullMarked
package dev.attune.query.audience;

import org.jspecify.annotations.NullMarked;
