package dev.attune.eventstore.axon;

import dev.attune.contracts.wire.Envelope;
import dev.attune.contracts.wire.Progress.EpochStart;
import dev.attune.eventstore.append.Claim;
import dev.attune.eventstore.append.ClaimHolder;
import dev.attune.eventstore.read.EventReader;
import dev.attune.eventstore.read.StreamTail;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Knows how many events each reading of a stream brought. */
final class CountingReader implements EventReader {

  private final EventReader reader;
  private final List<Integer> pages = new ArrayList<>();

  CountingReader(EventReader reader) {
    this.reader = reader;
  }

  List<Integer> pages() {
    return pages;
  }

  @Override
  public StreamTail stream(UUID stream, long afterVersion, int limit) {
    StreamTail tail = reader.stream(stream, afterVersion, limit);
    pages.add(tail.events().size());
    return tail;
  }

  @Override
  public List<Envelope> log(long afterPosition, int limit) {
    return reader.log(afterPosition, limit);
  }

  @Override
  public List<Envelope> logOf(Collection<String> names, long afterPosition, int limit) {
    return reader.logOf(names, afterPosition, limit);
  }

  @Override
  public List<Envelope> at(long position) {
    return reader.at(position);
  }

  @Override
  public long head() {
    return reader.head();
  }

  @Override
  public Map<String, ClaimHolder> holders(Claim.Kind kind, Collection<byte[]> keys) {
    return reader.holders(kind, keys);
  }

  @Override
  public List<EpochStart> epochs() {
    return reader.epochs();
  }

  @Override
  public Instant clock() {
    return reader.clock();
  }
}
