package dev.attune.command.audience;

import dev.attune.command.audience.Watched.Found;
import dev.attune.command.profile.ProfileStreams;
import dev.attune.command.profile.Recording;
import dev.attune.command.profile.Recording.Note;
import dev.attune.contracts.ProfileEvent;
import dev.attune.contracts.ProfileEvent.AudienceEntered;
import dev.attune.contracts.ProfileEvent.AudienceLeft;
import dev.attune.core.audience.Crossing;
import dev.attune.eventstore.append.OverloadedException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/** Records crossings on the streams of those who cross. Blocking; whatever is told again is recorded once. */
final class Teller {

  private static final int AT_ONCE = 200;
  private static final Duration PAUSE = Duration.ofMillis(50);

  private final ProfileStreams streams;
  private final CrossingState state;

  Teller(ProfileStreams streams, CrossingState state) {
    this.streams = streams;
    this.state = state;
  }

  private record Sent(UUID person, Recording recording, CompletableFuture<Boolean> answer) {}

  /** Records what came of events and of the time before them, each on its own. */
  void tell(List<Found> crossings) throws InterruptedException, ExecutionException {
    List<Sent> sent = new ArrayList<>();
    for (Found one : crossings) {
      sent.add(sent(one.person(), new Recording(List.of(note(one)), 0)));
      if (sent.size() == AT_ONCE) {
        settle(sent);
        sent.clear();
      }
    }
    settle(sent);
    crossings.forEach(one -> state.told(one.crossing().entered()));
  }

  /**
   * Records what came of time alone, of each person all or nothing, if nothing has happened to them since.
   *
   * @param versions where their streams must stand
   * @return who moved on; what came of that time has to be looked at again
   */
  Set<UUID> tellOfTime(List<Found> crossings, Map<UUID, Long> versions)
      throws InterruptedException, ExecutionException {
    Map<UUID, List<Found>> byPerson = new HashMap<>();
    crossings.forEach(one -> byPerson.computeIfAbsent(one.person(), person -> new ArrayList<>()).add(one));
    List<Sent> sent = new ArrayList<>();
    byPerson.forEach((person, found) ->
        sent.add(
            sent(
                person,
                new Recording(found.stream().map(Teller::note).toList(), versions.getOrDefault(person, 0L)))));
    Set<UUID> moved = settle(sent);
    crossings.stream()
        .filter(one -> !moved.contains(one.person()))
        .forEach(one -> state.told(one.crossing().entered()));
    return moved;
  }

  private Sent sent(UUID person, Recording recording) {
    return new Sent(person, recording, streams.record(person, recording));
  }

  private Set<UUID> settle(List<Sent> sent) throws InterruptedException, ExecutionException {
    Set<UUID> moved = new HashSet<>();
    for (Sent one : sent) {
      if (!answer(one)) {
        moved.add(one.person());
      }
    }
    return moved;
  }

  private boolean answer(Sent sent) throws InterruptedException, ExecutionException {
    CompletableFuture<Boolean> answer = sent.answer();
    while (true) {
      try {
        return answer.get();
      } catch (ExecutionException e) {
        if (!(e.getCause() instanceof OverloadedException)) {
          throw e;
        }
        Thread.sleep(PAUSE);
        answer = streams.record(sent.person(), sent.recording());
      }
    }
  }

  private static Note note(Found found) {
    return new Note(event(found.watch(), found.crossing()), found.crossing().at(), CrossingKey.of(found));
  }

  static ProfileEvent event(Watch watch, Crossing crossing) {
    int definition = watch.audience().definition().version();
    return crossing.entered()
        ? new AudienceEntered(watch.key(), definition, crossing.at())
        : new AudienceLeft(watch.key(), definition, crossing.at());
  }
}
