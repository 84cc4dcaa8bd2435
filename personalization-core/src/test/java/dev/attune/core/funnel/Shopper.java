package dev.attune.core.funnel;

import dev.attune.contracts.DefinitionEvent.Comparison;
import dev.attune.contracts.DefinitionEvent.FunnelPublished;
import dev.attune.contracts.DefinitionEvent.FunnelStep;
import dev.attune.contracts.DefinitionEvent.Match;
import dev.attune.contracts.DefinitionEvent.PropertyTest;
import dev.attune.contracts.ProfileEvent.InteractionRecorded;
import dev.attune.contracts.Times;
import dev.attune.contracts.value.Value;
import dev.attune.core.behaviour.OrderKey;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** What a shopper does: {@code view}, {@code cart}, {@code purchase}, {@code clear}. */
record Shopper(Funnel funnel, List<Done> done) {

  static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
  static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

  /** One thing done. */
  record Done(String name, InteractionRecorded event, Instant at) {
    OrderKey key() {
      return new OrderKey(at, event.messageId(), event.source());
    }
  }

  /** View, cart, purchase; clearing the cart ends the way to the purchase; by the device. */
  static Funnel funnel(Duration limit) {
    return Funnel.of(
        new FunnelPublished(
            "f", 1, "F",
            List.of(
                new FunnelStep("look", match("view"), List.of()), new FunnelStep("cart", match("cart"), List.of()),
                new FunnelStep("buy", match("purchase"), List.of(match("clear")))),
            limit.toSeconds(), List.of("properties.device", "source")),
        BERLIN);
  }

  static Shopper with(Duration limit) {
    return new Shopper(funnel(limit), new ArrayList<>());
  }

  static Match match(String name) {
    return new Match(name, List.of(new PropertyTest("test", Comparison.MISSING, List.of())));
  }

  /** Minutes from noon. */
  Shopper does(String name, long minute) {
    return does(name, NOON.plus(Duration.ofMinutes(minute)), "phone");
  }

  Shopper does(String name, Instant at, String device) {
    String id = "m%06d".formatted(done.size());
    done.add(
        new Done(
            name,
            new InteractionRecorded(
                new UUID(0, 7), id, "track", name, null, new Times(null, null, at, Times.Correction.NONE),
                Map.of("device", Value.of(device)), List.of(), Map.of(), Map.of()),
            at));
    return this;
  }

  FunnelState state() {
    return state(done);
  }

  FunnelState state(List<Done> inThisOrder) {
    FunnelState state = FunnelState.empty(funnel);
    for (Done one : inThisOrder) {
      state = state.with(funnel, one.event(), one.at());
    }
    return state;
  }

  FunnelProgress at(long minute) {
    return state().progress(funnel, NOON.plus(Duration.ofMinutes(minute)));
  }
}
