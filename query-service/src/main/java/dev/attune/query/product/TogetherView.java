package dev.attune.query.product;

import dev.attune.query.projection.Delta;
import dev.attune.query.projection.TransitionView;
import java.util.Map;
import java.util.SortedMap;
import org.bson.Document;

/** What products go with: one document per partition, kind and product, with the number of visits that had both. */
final class TogetherView implements TransitionView<Ranking> {

  static final String NAME = "together";

  static final String VIEWED = "viewed";
  static final String BOUGHT = "bought";

  /** Products that are kept beside one, in one partition. */
  static final int MOST = 500;

  /**
   * So many visits more (or fewer) had other products as well.
   *
   * @param visits by the other product
   */
  record Change(SortedMap<String, Integer> visits) {}

  /** The id of a document, less its partition. */
  static String key(String kind, String product) {
    return kind + "/" + product;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Ranking empty(String id) {
    return Ranking.NONE;
  }

  @Override
  public Ranking told(Ranking state, Delta delta) {
    Ranking next = state;
    for (Map.Entry<String, Integer> one : ((Change) delta.change()).visits().entrySet()) {
      next = next.plus(one.getKey(), one.getValue(), MOST);
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
