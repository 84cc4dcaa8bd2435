/** The tables and functions of the log in PostgreSQL, as Flyway migrations, and the class that applies them. */
@NullMarked
package dev.attune.eventstore.schema;

import org.jspecify.annotations.NullMarked;
