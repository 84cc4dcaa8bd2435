package dev.attune.contracts;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks a component of an event as personal data. Personal components are encoded apart from the others, into the
 * envelope's {@code sealed} bytes, so that forgetting a person makes them unreadable wherever they were copied.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Personal {}
