package dev.attune.query.product;

import dev.attune.contracts.ProfileEvent.InteractionRecorded;
import dev.attune.core.profile.Properties;
import dev.attune.query.projection.Recorded;
import dev.attune.query.projection.View;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import org.bson.Document;

/**
 * How often products had an interaction: one document per partition, interaction, day of the shop and category, and one for
 * all categories.
 */
final class WantedView implements View<Ranking> {

  static final String NAME = "wanted";

  /** Products in one document. */
  static final int MOST = 2_000;

  private static final List<String> INTERACTIONS = List.of("product_view", "add_to_cart", Properties.PURCHASE);

  private final ZoneId zone;

  WantedView(ZoneId zone) {
    this.zone = zone;
  }

  /** True if it is counted. */
  static boolean counts(String interaction) {
    return INTERACTIONS.contains(interaction);
  }

  /**
   * The id of a document, less its partition.
   *
   * @param category empty: all
   */
  static String key(String interaction, LocalDate day, String category) {
    return interaction + "/" + day + "/" + category;
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
    if (!(event.event() instanceof InteractionRecorded did)
        || !counts(did.name())
        || Properties.products(did.properties()).isEmpty()) {
      return List.of();
    }
    LocalDate day = LocalDate.ofInstant(event.envelope().occurredAt(), zone);
    List<String> ids = new ArrayList<>(2);
    ids.add(event.partition() + "/" + key(did.name(), day, ""));
    String category = Properties.category(did.properties());
    if (category != null) {
      ids.add(event.partition() + "/" + key(did.name(), day, category));
    }
    return ids;
  }

  @Override
  public boolean begins(Recorded event) {
    return false;
  }

  @Override
  public Ranking empty(String id) {
    return Ranking.NONE;
  }

  @Override
  public Ranking evolve(Ranking state, Recorded event) {
    Ranking next = state;
    for (String product : Properties.products(((InteractionRecorded) event.event()).properties())) {
      next = next.plus(product, 1, MOST);
    }
    return next;
  }

  @Override
  public Document document(Ranking state) {
    return state.document();
  }

  @Override
  public Ranking state(String id, Document document) {
    return Ranking.of(document);
  }

  @Override
  public int weight(Ranking state) {
    return state.weight();
  }
}
