package dev.attune.command.collect;

import dev.attune.contracts.ProfileEvent;
import dev.attune.contracts.ProfileEvent.InteractionRecorded;
import dev.attune.contracts.ProfileEvent.TraitsTold;
import dev.attune.contracts.value.Value;
import java.util.List;
import java.util.Map;

/** What a client's message asks for, and the events that this makes. Pure. */
sealed interface CollectCommand {

  Heard heard();

  /** The events, in order. They do not depend on the person's state. */
  List<ProfileEvent> decide();

  /**
   * Records one thing that the person did.
   *
   * @param kind the client's call
   * @param name the interaction
   * @param properties less what is personal
   * @param personal the personal properties
   * @param traits told along with it; empty: none
   */
  record RecordInteraction(
      Heard heard,
      String kind,
      String name,
      Map<String, Value> properties,
      Map<String, Value> personal,
      Map<String, Value> traits)
      implements CollectCommand {

    @Override
    public List<ProfileEvent> decide() {
      ProfileEvent recorded =
          new InteractionRecorded(
              heard.source(), heard.messageId(), kind, name, heard.session(), heard.times(), properties,
              heard.identities(), personal, heard.context());
      return traits.isEmpty() ? List.of(recorded) : List.of(recorded, told(heard, traits));
    }
  }

  /**
   * Tells traits of the person (Segment's {@code identify}). Without traits it still links the identities.
   *
   * @param traits what was told
   */
  record TellTraits(Heard heard, Map<String, Value> traits) implements CollectCommand {

    @Override
    public List<ProfileEvent> decide() {
      return List.of(told(heard, traits));
    }
  }

  private static ProfileEvent told(Heard heard, Map<String, Value> traits) {
    return new TraitsTold(
        heard.source(), heard.messageId(), heard.session(), heard.times(), heard.identities(), traits, heard.context());
  }
}
