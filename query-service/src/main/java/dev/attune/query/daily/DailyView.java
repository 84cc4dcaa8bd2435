package dev.attune.query.daily;

import dev.attune.contracts.ProfileEvent.InteractionRecorded;
import dev.attune.contracts.value.Value;
import dev.attune.core.definition.Insights;
import dev.attune.core.profile.Properties;
import dev.attune.query.projection.Fold;
import dev.attune.query.projection.Generation;
import dev.attune.query.projection.Recorded;
import dev.attune.query.projection.View;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.bson.Document;

/** One document per partition and day of the shop, by when things happened. */
public final class DailyView implements View<DayState> {

  static final String NAME = "daily";

  static final String TYPE = "type";
  static final String SOURCE = "source";
  static final String CATEGORY = "category";

  /** Raised whenever the same events give other documents. */
  private static final int REVISION = 1;

  private static final String ZONE = "shop/zone";

  private final ZoneId zone;

  private DailyView(ZoneId zone) {
    this.zone = zone;
  }

  /** How days are folded: another zone makes other days, of all history. */
  public static Fold fold() {
    return new Fold(
        REVISION,
        insights -> {
          SortedMap<String, String> keys = new TreeMap<>();
          keys.put(ZONE, insights.shop().zone());
          return keys;
        },
        (insights, keys) -> List.of(new DailyView(ZoneId.of(insights.shop().zone()))));
  }

  /** The zone that a generation is folded with. */
  static ZoneId zone(Generation generation) {
    return ZoneId.of(generation.keys().getOrDefault(ZONE, Insights.DEFAULT_SHOP.zone()));
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Kind kind() {
    return Kind.GATHERING;
  }

  @Override
  public List<String> ids(Recorded event) {
    return event.event() instanceof InteractionRecorded
        ? List.of(event.partition() + "/" + LocalDate.ofInstant(event.envelope().occurredAt(), zone))
        : List.of();
  }

  @Override
  public boolean begins(Recorded event) {
    return false;
  }

  @Override
  public DayState empty(String id) {
    return DayState.NONE;
  }

  @Override
  public DayState evolve(DayState state, Recorded event) {
    InteractionRecorded interaction = (InteractionRecorded) event.event();
    return state.with(
        Map.of(
            TYPE, interaction.name(), SOURCE, interaction.source().toString(), CATEGORY,
            category(interaction.properties())),
        new Figures(1, Properties.earned(interaction.name(), interaction.properties())));
  }

  /** The interaction's own, or the one that all its products have; else none, so that revenue counts once. */
  private static String category(Map<String, Value> properties) {
    String own = Properties.category(properties);
    if (own != null) {
      return own;
    }
    List<String> all = Properties.categories(properties);
    return all.size() == 1 ? all.getFirst() : "";
  }

  @Override
  public Document document(DayState state) {
    return state.document();
  }

  @Override
  public DayState state(String id, Document document) {
    return DayState.of(document);
  }

  @Override
  public int weight(DayState state) {
    return 512 + 256 * state.values();
  }
}
