/**
 * The two services' HTTP interfaces as the tools use them: virtual threads, blocking calls, and patience with a service
 * that is busy or away. Every request that stores something carries an id of its own, so to send it again is safe.
 */
@NullMarked
package dev.attune.infra.client;

import org.jspecify.annotations.NullMarked;
