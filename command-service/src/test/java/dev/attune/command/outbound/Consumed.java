package dev.attune.command.outbound;

import dev.attune.contracts.wire.Relayed;
import dev.attune.contracts.wire.Topics;
import dev.attune.contracts.wire.avro.RelayedCodec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * What a consumer by the rules makes of a topic that is read from its beginning: it applies what follows its last
 * position, drops what is not greater, and waits at a gap for what is missing.
 *
 * @param positions applied, in order of position
 * @param stuck partitions that stand at a gap at the topic's end, and the position after which they miss something
 * @param repeats records that were dropped since their position was applied
 * @param early records that could not be applied since something before them was missing at the time
 */
record Consumed(List<Long> positions, Map<Integer, Long> stuck, int repeats, int early) {

  private static final RelayedCodec CODEC = new RelayedCodec();

  static Consumed of(TestBroker broker, int partitions) {
    return of(broker, Topics.EVENTS, partitions);
  }

  static Consumed of(TestBroker broker, String topic, int partitions) {
    long[] last = new long[partitions];
    List<Long> positions = new ArrayList<>();
    Map<Integer, Long> stuck = new TreeMap<>();
    int repeats = 0;
    int early = 0;
    for (ConsumerRecord<byte[], byte[]> record : broker.read(topic, partitions)) {
      Relayed relayed = CODEC.decode(record.value());
      int partition = record.partition();
      long position = relayed.envelope().position();
      if (position <= last[partition]) {
        repeats++;
      } else if (relayed.previous() == last[partition]) {
        last[partition] = position;
        positions.add(position);
        stuck.remove(partition);
      } else {
        early++;
        stuck.put(partition, last[partition]);
      }
    }
    positions.sort(null);
    return new Consumed(positions, stuck, repeats, early);
  }
}
