/**
 * Torture: loads that keep books of their own while servers and services are killed, and checkers that compare the
 * books with what the query API says afterwards. Nothing here shares code with the services: the books are kept from what
 * clients were answered, not from a fold. Each run is made of a seed, which it prints.
 */
@NullMarked
package dev.attune.infra.torture;

import org.jspecify.annotations.NullMarked;
