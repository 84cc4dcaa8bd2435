package dev.attune.contracts;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** The name and revision under which an event type is stored and sent. Both outlive the class. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface Stored {

  /** Kebab-case, {@code family.happened}: {@code offer.published}. Never changed, never given to another type. */
  String name();

  /** Starts at 1; raised whenever the schema changes. Every revision ever released stays readable. */
  int revision();
}
