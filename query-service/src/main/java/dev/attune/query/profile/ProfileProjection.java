package dev.attune.query.profile;

import dev.attune.contracts.wire.EventCodec;
import dev.attune.contracts.wire.avro.RelayedCodec;
import dev.attune.core.behaviour.BehaviourBytes;
import dev.attune.core.behaviour.BehaviourFold;
import dev.attune.core.definition.Insights;
import dev.attune.core.profile.ProfileFold;
import dev.attune.query.projection.Fold;
import dev.attune.query.projection.Generation;
import dev.attune.query.projection.View;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/** What the profile projection is folded from. */
public final class ProfileProjection {

  /** Raised whenever documents of the profile projection look different for the same state. */
  private static final int DOCUMENTS = 2;

  /** Of all that makes the documents. */
  public static final int REVISION =
      1_000_000 * BehaviourBytes.REVISION + 10_000 * BehaviourFold.REVISION + 100 * ProfileFold.REVISION + DOCUMENTS;

  private static final String ZONE = "shop/zone";

  private ProfileProjection() {}

  /** The shop's time zone that a generation is folded with. */
  static ZoneId zone(Generation generation) {
    return ZoneId.of(generation.keys().getOrDefault(ZONE, Insights.DEFAULT_SHOP.zone()));
  }

  /**
   * The fold; documents depend on the shop's time zone and on nothing else that is defined.
   *
   * @param others views that are folded with it
   */
  public static Fold fold(RelayedCodec records, EventCodec events, View<?>... others) {
    return new Fold(
        REVISION,
        insights -> {
          TreeMap<String, String> keys = new TreeMap<>();
          keys.put(ZONE, insights.shop().zone());
          return keys;
        },
        (insights, keys) -> {
          List<View<?>> views = new ArrayList<>();
          views.add(new ProfileView(ZoneId.of(insights.shop().zone()), records, events));
          views.add(new IdentityView());
          views.addAll(List.of(others));
          return views;
        });
  }
}
