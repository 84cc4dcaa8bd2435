package dev.attune.query.audience;

import dev.attune.query.projection.Recorded;
import dev.attune.query.projection.View;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Set;
import org.bson.Document;

/** One document per partition and audience: who came and went. What was recorded is only gathered, nothing is judged. */
final class PassageView implements View<Passages> {

  static final String NAME = "audience_crossing";

  private final Set<String> audiences;
  private final ZoneId zone;

  /**
   * @param audiences keys of those that are gathered
   * @param zone the shop's
   */
  PassageView(Set<String> audiences, ZoneId zone) {
    this.audiences = audiences;
    this.zone = zone;
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
    String audience = Passage.audience(event);
    return audience != null && audiences.contains(audience)
        ? List.of(event.partition() + "/" + audience)
        : List.of();
  }

  @Override
  public boolean begins(Recorded event) {
    return false;
  }

  @Override
  public Passages empty(String id) {
    return Passages.NONE;
  }

  @Override
  public Passages evolve(Passages state, Recorded event) {
    Passage passage = Passage.of(event);
    return state.with(passage, LocalDate.ofInstant(passage.at(), zone));
  }

  @Override
  public Document document(Passages state) {
    return state.document();
  }

  @Override
  public Passages state(String id, Document document) {
    return Passages.of(document);
  }

  @Override
  public int weight(Passages state) {
    return state.weight();
  }
}
