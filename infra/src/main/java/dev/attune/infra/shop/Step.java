package dev.attune.infra.shop;

import java.time.Duration;
import java.util.Map;

/** One thing that happens in a visit. */
sealed interface Step {

  /** Time since the visit began. */
  Duration after();

  /** The shopper did something. */
  record Told(Duration after, String name, Map<String, Object> properties) implements Step {}

  /** The shopper signed in: from here on the shop knows who it is. */
  record SignedIn(Duration after) implements Step {}

  /** The site asked which offer to show. */
  record Asked(Duration after, String placement, Map<String, Object> context) implements Step {}
}
