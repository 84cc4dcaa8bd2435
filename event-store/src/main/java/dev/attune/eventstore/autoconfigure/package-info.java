/**
 * The store as a Spring Boot 4 auto-configuration, for applications with Axon's Spring Boot auto-configuration. A data
 * source is enough. Each bean gives way to one of the application's.
 *
 * <p>Comes before Axon's own auto-configurations, which order themselves after class names of Spring Boot 3 and would on
 * Spring Boot 4 leave out the store and take no transactions, without a word.
 */
@NullMarked
package dev.attune.eventstore.autoconfigure;

import org.jspecify.annotations.NullMarked;
