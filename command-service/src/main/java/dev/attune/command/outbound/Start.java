package dev.attune.command.outbound;

import dev.attune.contracts.DefinitionEvent;
import dev.attune.contracts.Stored;
import dev.attune.contracts.wire.Envelope;
import dev.attune.contracts.wire.Topics;
import dev.attune.eventstore.read.EventReader;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where a topic is to be written on from: the checkpoint, unless the topic is another one by now or has lost its end.
 */
final class Start {

  /** Stored names of what also travels in the definitions topic. */
  static final Set<String> DEFINITIONS =
      Arrays.stream(DefinitionEvent.class.getPermittedSubclasses())
          .map(type -> type.getAnnotation(Stored.class).name())
          .collect(Collectors.toUnmodifiableSet());

  private static final Logger LOG = LoggerFactory.getLogger(Start.class);
  private static final int PAGE = 5_000;

  private final Checkpoints checkpoints;
  private final Ends end;
  private final EventReader reader;

  Start(Checkpoints checkpoints, Ends end, EventReader reader) {
    this.checkpoints = checkpoints;
    this.end = end;
    this.reader = reader;
  }

  Checkpoint of(String topic, String topicId, int partitions) throws SQLException {
    Checkpoint saved = checkpoints.load(topic).orElse(Checkpoint.start(topic, topicId, partitions));
    if (!saved.topicId().equals(topicId) || saved.lastByPartition().size() != partitions) {
      LOG.warn("Topic {} is another one than before: it is written again from the log's beginning", topic);
      return Checkpoint.start(topic, topicId, partitions);
    }
    if (saved.position() > reader.head()) {
      LOG.warn("The checkpoint of topic {} is beyond the log's end: the topic is written again", topic);
      return Checkpoint.start(topic, topicId, partitions);
    }
    return withoutLost(saved, end.positions(topic, partitions));
  }

  /** Back to before the first record that the topic should have and has not. */
  private Checkpoint withoutLost(Checkpoint saved, List<Long> there) throws SQLException {
    long from = saved.position();
    for (int partition = 0; partition < there.size(); partition++) {
      long last = saved.lastByPartition().get(partition);
      if (there.get(partition) < last) {
        long reaches = end.greatest(saved.topic(), partition);
        checkpoints.touch();
        from = reaches < last ? Math.min(from, reaches) : from;
      }
    }
    if (from == saved.position()) {
      return saved;
    }
    LOG.warn("Topic {} lost its end: it is written again from position {}", saved.topic(), from + 1);
    return new Checkpoint(saved.topic(), saved.topicId(), from, chainAt(saved, from).lastByPartition());
  }

  /** The chain is a function of the log, so it can be had for any position by reading up to there. */
  private Chain chainAt(Checkpoint saved, long position) throws SQLException {
    Chain chain = Chain.of(Checkpoint.start("", "", saved.lastByPartition().size()).lastByPartition());
    boolean all = !saved.topic().equals(Topics.DEFINITIONS);
    long at = 0;
    while (at < position) {
      List<Envelope> page = all ? reader.log(at, PAGE) : reader.logOf(DEFINITIONS, at, PAGE);
      for (Envelope envelope : page) {
        if (envelope.position() <= position) {
          chain.follow(envelope);
        }
      }
      at = page.isEmpty() ? position : page.getLast().position();
      checkpoints.touch();
    }
    return chain;
  }
}
