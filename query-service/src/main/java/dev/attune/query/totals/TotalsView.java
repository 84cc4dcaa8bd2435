package dev.attune.query.totals;

import dev.attune.contracts.ProfileEvent;
import dev.attune.contracts.ProfileEvent.InteractionRecorded;
import dev.attune.core.profile.Properties;
import dev.attune.query.projection.Recorded;
import dev.attune.query.projection.View;
import java.util.List;
import java.util.Map;
import org.bson.Document;

/**
 * One document per interaction name and partition, and one per partition for the number of profiles, which the first
 * event of a stream counts.
 */
public final class TotalsView implements View<Total> {

  static final String NAME = "totals";

  private static final String INTERACTION = "/i/";

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
    if (!(event.event() instanceof ProfileEvent)) {
      return List.of();
    }
    boolean first = event.envelope().version() == 1;
    if (event.event() instanceof InteractionRecorded interaction) {
      String name = event.partition() + INTERACTION + interaction.name();
      return first ? List.of(name, profiles(event)) : List.of(name);
    }
    return first ? List.of(profiles(event)) : List.of();
  }

  @Override
  public boolean begins(Recorded event) {
    return false;
  }

  @Override
  public Total empty(String id) {
    int name = id.indexOf(INTERACTION);
    return name < 0 ? Total.NONE : new Total(id.substring(name + INTERACTION.length()), 0, Map.of());
  }

  @Override
  public Total evolve(Total state, Recorded event) {
    return state.plus(
        state.name() != null && event.event() instanceof InteractionRecorded interaction
            ? new Total(interaction.name(), 1, Properties.earned(interaction.name(), interaction.properties()))
            : new Total(null, 1, Map.of()));
  }

  @Override
  public Document document(Total state) {
    return state.document();
  }

  @Override
  public Total state(String id, Document document) {
    return Total.of(document);
  }

  private static String profiles(Recorded event) {
    return event.partition() + "/profiles";
  }
}
