package dev.attune.command.profile;

import dev.attune.contracts.wire.EventCodec;
import dev.attune.core.profile.Profile;
import dev.attune.eventstore.append.BulkAppender;
import dev.attune.eventstore.read.EventReader;
import java.util.Iterator;
import java.util.UUID;
import java.util.function.Function;

/**
 * {@link BulkStreams} over the bulk appender. Each append has a memory of identities of its own, which runs ahead of the
 * log: what it plans leads to the people of what it plans next.
 */
record BulkIdentifiedStreams(
    BulkAppender appender, EventReader reader, IdentityHash hash, Function<UUID, Profile> states, EventCodec codec)
    implements BulkStreams {

  @Override
  public <R> void append(Iterator<Addressed<R>> all, Told<R> told) throws InterruptedException {
    appender.append(all, new PeoplePlan<>(new PlannedPeople(reader, hash, states), codec, told));
  }
}
