package dev.attune.query.profile;

import dev.attune.contracts.Identity;
import dev.attune.contracts.ProfileEvent.IdentityLinked;
import dev.attune.query.projection.Recorded;
import dev.attune.query.projection.View;
import java.util.List;
import org.bson.Document;

/** One document per identity, {@code user:u-42}, that names its profile. The latest link wins, wherever it came from. */
public final class IdentityView implements View<String> {

  static final String NAME = "identity";

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
    return event.event() instanceof IdentityLinked linked
        ? List.of(new Identity(linked.namespace(), linked.value()).toString())
        : List.of();
  }

  @Override
  public boolean begins(Recorded event) {
    return true;
  }

  @Override
  public String empty(String id) {
    return "";
  }

  @Override
  public String evolve(String state, Recorded event) {
    return event.envelope().stream().toString();
  }

  @Override
  public Document document(String state) {
    return new Document("profile", state);
  }

  @Override
  public String state(String id, Document document) {
    return document.getString("profile");
  }
}
