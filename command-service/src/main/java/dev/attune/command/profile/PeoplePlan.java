package dev.attune.command.profile;

import dev.attune.command.profile.BulkStreams.Addressed;
import dev.attune.command.profile.BulkStreams.Told;
import dev.attune.command.profile.Intent.Held;
import dev.attune.command.profile.Intent.Receipt;
import dev.attune.command.profile.Resolution.AnotherUserException;
import dev.attune.contracts.wire.EventCodec;
import dev.attune.eventstore.append.AppendRejectedException;
import dev.attune.eventstore.append.BulkPlan;
import dev.attune.eventstore.append.BulkUnit;
import dev.attune.eventstore.append.Claim;
import dev.attune.eventstore.append.Outcome;
import dev.attune.eventstore.append.StreamHead;
import dev.attune.eventstore.stream.ContentionException;
import java.util.List;
import java.util.UUID;

/** Makes units of intents: each is led to its person, as the log and the units before it say, and brings what links. */
final class PeoplePlan<R> implements BulkPlan<Addressed<R>> {

  private static final int MOST_TRIES = 12;
  private static final UUID NOBODY = new UUID(0, 0);

  private final PlannedPeople people;
  private final EventCodec codec;
  private final Told<R> told;

  PeoplePlan(PlannedPeople people, EventCodec codec, Told<R> told) {
    this.people = people;
    this.codec = codec;
    this.told = told;
  }

  @Override
  public List<Claim> unique(Addressed<R> item) {
    Intent.Unique unique = item.intent().unique();
    return unique == null ? List.of() : List.of(new Claim(unique.kind(), unique.key(), NOBODY, null));
  }

  @Override
  public void prepare(List<Addressed<R>> items) {
    people.prepare(items.stream().map(Addressed::identities).toList());
  }

  @Override
  public BulkUnit unit(Addressed<R> item) {
    for (int tries = 1; ; tries++) {
      PlannedPeople.Found found = people.find(item.identities());
      try {
        Contribution brought = Contribution.of(found.profile(), found.resolution(), item.intent(), codec);
        people.plan(found, brought);
        UUID stream = found.resolution().stream();
        return new BulkUnit(Contribution.newId(), stream, null, brought.events(), brought.claims());
      } catch (AnotherUserException lookAgain) {
        if (tries >= MOST_TRIES) {
          throw new ContentionException(found.resolution().stream(), tries);
        }
      }
    }
  }

  @Override
  public void forget() {
    people.forget();
  }

  @Override
  public void obstructed(Addressed<R> item, Outcome by) {
    if (by instanceof Outcome.Taken taken) {
      people.learn(taken);
    }
  }

  @Override
  public void settled(Addressed<R> item, Outcome outcome) {
    Intent<R> intent = item.intent();
    told.answer(
        switch (outcome) {
          case Outcome.Appended stored -> {
            StreamHead head = stored.heads().getFirst();
            yield intent.stored().apply(new Receipt(head.stream(), head.version(), stored.lastPosition()));
          }
          case Outcome.Taken taken ->
              intent.taken().apply(new Held(taken.holder().stream(), taken.holder().position()));
          case Outcome.Conflict conflict -> throw new IllegalStateException("No version is expected here: " + conflict);
          case Outcome.PredecessorFailed failed -> throw new IllegalStateException("Not settled: " + failed);
        });
  }

  @Override
  public void refused(Addressed<R> item, AppendRejectedException reason) {
    told.refused(item, reason);
  }
}
