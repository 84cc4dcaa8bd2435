/**
 * The demo: a simulated shop that posts through the HTTP API, and screens that show what came of it. Shoppers,
 * products and
 * visits are a pure function of a seed ({@code Population}, {@code Catalog}, {@code Itinerary}); {@code Traffic} sends
 * them as the shop's web site would; the screens read everything back from query-service.
 */
@NullMarked
package dev.attune.infra.shop;

import org.jspecify.annotations.NullMarked;
