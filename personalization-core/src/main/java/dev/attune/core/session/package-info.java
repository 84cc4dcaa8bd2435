/**
 * Sessions in server time, as caps count them: the client's session id where it gives one, else by inactivity; and the
 * ledger of what was proposed in each.
 */
@NullMarked
package dev.attune.core.session;

import org.jspecify.annotations.NullMarked;
