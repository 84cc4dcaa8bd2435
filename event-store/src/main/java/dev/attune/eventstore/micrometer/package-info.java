/** The appender's figures as meters of Micrometer, which is an optional dependency. */
@NullMarked
package dev.attune.eventstore.micrometer;

import org.jspecify.annotations.NullMarked;
