package dev.attune.query.projection;

import dev.attune.contracts.wire.Partitioner;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The history of a person as what is folded. */
record PersonRecords(Decoder decoder) {

  /** People with more are left to a comparison of everything. */
  private static final int MOST = 2_000;

  /**
   * @param partitions of the topic
   * @return null if there is no such person, or too much of one
   * @throws HistoryHoleException if something is missing in it
   */
  @Nullable List<Recorded> of(PersonHistory history, UUID person, int partitions) {
    List<byte[]> encoded = history.of(person, MOST);
    if (encoded == null) {
      return null;
    }
    int partition = Partitioner.partition(person, partitions);
    List<Recorded> recorded = new ArrayList<>(encoded.size());
    for (byte[] one : encoded) {
      recorded.add(decoder.decode(one).recorded(partition));
    }
    return recorded;
  }
}
