package dev.attune.command.profile;

import dev.attune.command.profile.BulkStreams.Addressed;
import dev.attune.command.profile.BulkStreams.Told;
import dev.attune.contracts.Identity;
import dev.attune.contracts.ProfileEvent.InteractionRecorded;
import dev.attune.contracts.Times;
import dev.attune.contracts.wire.avro.AvroEventCodec;
import dev.attune.eventstore.TestDatabase;
import dev.attune.eventstore.append.AppenderMetrics;
import dev.attune.eventstore.append.AppenderOptions;
import dev.attune.eventstore.append.BulkAppender;
import dev.attune.eventstore.append.Claim;
import dev.attune.eventstore.append.LogSignal;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Appends files on a node, beside its mailboxes. */
final class BulkNode implements Told<BulkNode.Went> {

  private static final UUID SOURCE = new UUID(0, 1);

  private final BulkStreams people;
  final List<Went> answers = new ArrayList<>();

  BulkNode(TestDatabase database, TestNode node) {
    BulkAppender appender =
        new BulkAppender(database.pool(), AppenderOptions.DEFAULT, AppenderMetrics.NONE, new LogSignal());
    people = new BulkIdentifiedStreams(appender, node.reader, node.hash, node::known, new AvroEventCodec());
  }

  /** Where something went, and whether it was there before. */
  record Went(long message, UUID profile, boolean before) {}

  static Addressed<Went> seen(long message, Identity... identities) {
    List<Identity> all = List.of(identities);
    Instant now = Instant.parse("2026-11-23T10:00:00Z");
    InteractionRecorded event =
        new InteractionRecorded(
            SOURCE, Long.toString(message), "track", "seen", null, new Times(null, null, now, Times.Correction.RECEIVED),
            Map.of(), all, Map.of(), Map.of());
    byte[] key = ByteBuffer.allocate(16).putLong(7).putLong(message).array();
    return new Addressed<>(
        all,
        new Intent<>(
            List.of(event), now, new Intent.Unique(Claim.Kind.MESSAGE, key), null, null,
            receipt -> new Went(message, receipt.profile(), false),
            held -> new Went(message, held.profile(), true)));
  }

  /** Appends all of it; the answers since the last time, in the order in which they came. */
  List<Went> append(List<Addressed<Went>> file) {
    answers.clear();
    try {
      people.append(file.iterator(), this);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    return List.copyOf(answers);
  }

  @Override
  public void answer(Went went) {
    answers.add(went);
  }

  @Override
  public void refused(Addressed<Went> intent, RuntimeException reason) {
    throw reason;
  }
}
