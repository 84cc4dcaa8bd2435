/** The main program of the Kafka child process: formats its storage the first time, then is a plain Kafka broker. */
@NullMarked
package dev.attune.infra.broker;

import org.jspecify.annotations.NullMarked;
