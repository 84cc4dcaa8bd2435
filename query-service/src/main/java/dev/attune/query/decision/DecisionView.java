package dev.attune.query.decision;

import dev.attune.contracts.ProfileEvent.DecisionMade;
import dev.attune.query.projection.Recorded;
import dev.attune.query.projection.View;
import java.util.List;
import java.util.UUID;
import org.bson.Document;

/** One document per decision that says in whose history, and where in it, the decision is. */
public final class DecisionView implements View<DecisionView.Place> {

  static final String NAME = "decision";

  private static final Place NOWHERE = new Place(new UUID(0, 0), 0);

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Kind kind() {
    return Kind.KEYED;
  }

  @Override
  public List<String> ids(Recorded event) {
    return event.event() instanceof DecisionMade made ? List.of(made.decisionId().toString()) : List.of();
  }

  @Override
  public boolean begins(Recorded event) {
    return true;
  }

  @Override
  public Place empty(String id) {
    return NOWHERE;
  }

  @Override
  public Place evolve(Place state, Recorded event) {
    return new Place(event.envelope().stream(), event.envelope().version());
  }

  @Override
  public Document document(Place state) {
    return new Document("profile", state.profile().toString()).append("version", state.version());
  }

  @Override
  public Place state(String id, Document document) {
    return place(document);
  }

  static Place place(Document document) {
    return new Place(UUID.fromString(document.getString("profile")), document.getLong("version"));
  }

  /**
   * Where a decision is.
   *
   * @param profile whose history
   * @param version number within it
   */
  public record Place(UUID profile, long version) {}
}
