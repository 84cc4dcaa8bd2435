package dev.attune.command.outbound;

import dev.attune.contracts.wire.Relayed;
import dev.attune.contracts.wire.Topics;
import dev.attune.contracts.wire.avro.ProgressCodec;
import dev.attune.contracts.wire.avro.RelayedCodec;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What must hold at any moment, whoever relays or has just been killed. */
final class RelayPromises {

  private RelayPromises() {}

  /** Those that are broken; nobody may relay meanwhile. */
  static List<String> broken(TestLog log, TestBroker broker, int partitions) {
    List<String> broken = new ArrayList<>();
    Consumed consumed = Consumed.of(broker, partitions);
    if (consumed.early() > 0) {
      broken.add("%d records do not follow what was before them in their partition".formatted(consumed.early()));
    }
    Set<Long> applied = new HashSet<>(consumed.positions());
    long saved = log.saved(Topics.EVENTS);
    if (!log.positions().stream().filter(position -> position <= saved).allMatch(applied::contains)) {
      broken.add("the checkpoint names position %d, and not all up to there is in the topic".formatted(saved));
    }
    ProgressCodec codec = new ProgressCodec();
    long announced =
        broker.read(Topics.PROGRESS, 1).stream()
            .mapToLong(record -> codec.decode(record.value()).position())
            .max()
            .orElse(0);
    if (!log.positions().stream().filter(position -> position <= announced).allMatch(applied::contains)) {
      broken.add("position %d was announced, and not all up to there is in the topic".formatted(announced));
    }
    if (!definitionsFollow(broker)) {
      broken.add("a definition does not follow the one before it");
    }
    return broken;
  }

  private static boolean definitionsFollow(TestBroker broker) {
    RelayedCodec codec = new RelayedCodec();
    long last = 0;
    for (var record : broker.read(Topics.DEFINITIONS, 1)) {
      Relayed relayed = codec.decode(record.value());
      long position = relayed.envelope().position();
      if (position > last && relayed.previous() != last) {
        return false;
      }
      last = Math.max(last, position);
    }
    return true;
  }
}
