package dev.attune.query.product;

import dev.attune.query.projection.Delta;
import dev.attune.query.projection.TransitionView;
import org.bson.Document;

/** What products go with: one document per partition, kind and product, with the number of visits that had both. */
final class TogetherView implements TransitionView<Ranking> {

  static final String NAME = "together";

  static final String VIEWED = "viewed";
  static final String BOUGHT = "bought";

  /** Products that are kept beside one, in one partition. */
  static final int MOST = 500;

  /** So many visits more (or fewer) had the product as well. */
  record Change(String product, long visits) {}

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
    Change change = (Change) delta.change();
    return state.plus(change.product(), change.visits(), MOST);
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
    return 256 + 128 * state.counts().size();
  }
}
