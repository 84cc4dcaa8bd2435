package dev.attune.infra.shop;

import dev.attune.infra.client.DecisionRequest;
import dev.attune.infra.client.SegmentMessage;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes down the steps of a visit as the shop's site sends them. Knows who has signed in so far. */
final class Messages {

  private final String prefix;
  private final Visit visit;
  private boolean known;
  private int number;

  Messages(long seed, Visit visit) {
    this.prefix = "shop-%d-%s".formatted(seed, visit.session());
    this.visit = visit;
    this.known = visit.known();
  }

  SegmentMessage told(Step.Told step, Instant at) {
    return new SegmentMessage(
        "track", nextId(), user(), visit.device().anonymousId(), at, step.name(), step.properties(), null, context());
  }

  SegmentMessage signedIn(Instant at) {
    known = true;
    return new SegmentMessage(
        "identify", nextId(), user(), visit.device().anonymousId(), at, null, null, visit.shopper().traits(),
        context());
  }

  DecisionRequest asked(Step.Asked step) {
    Map<String, String> identities = new LinkedHashMap<>();
    String user = user();
    if (user != null) {
      identities.put("user", user);
    }
    identities.put("anonymous", visit.device().anonymousId());
    return new DecisionRequest(nextId(), identities, step.placement(), visit.session(), step.context());
  }

  private @Nullable String user() {
    return known ? visit.shopper().userId() : null;
  }

  private Map<String, Object> context() {
    City city = visit.shopper().city();
    return Map.of(
        "sessionId", visit.session(),
        "device", Map.of("type", visit.device().kind()),
        "location", Map.of("city", city.name(), "country", city.country()));
  }

  private String nextId() {
    return prefix + "-" + number++;
  }
}
