/** The demo: a simulated shop that posts through the HTTP API, and screens that show what came of it. */
@NullMarked
package dev.attune.infra.shop;

import org.jspecify.annotations.NullMarked;
