package dev.attune.infra.bench.store;

import dev.attune.eventstore.append.AppendRejectedException;
import dev.attune.eventstore.append.AppenderMetrics;
import dev.attune.eventstore.append.AppenderOptions;
import dev.attune.eventstore.append.BulkAppender;
import dev.attune.eventstore.append.BulkListener;
import dev.attune.eventstore.append.BulkUnit;
import dev.attune.eventstore.append.Claim;
import dev.attune.eventstore.append.LogSignal;
import dev.attune.eventstore.append.NewEvent;
import dev.attune.eventstore.append.Outcome;
import dev.attune.infra.bench.BenchFailedException;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Stream;
import javax.sql.DataSource;

/** A log with some history: people with ten events each. */
record Filling(Payloads payloads) {

  private static final int EVENTS_OF_EACH = 10;

  void fill(DataSource database, int events) throws InterruptedException {
    Random random = new Random(3);
    UUID[] stream = {Payloads.id()};
    Stream<BulkUnit> units =
        Stream.iterate(0, i -> i + 1)
            .limit(events)
            .map(i -> {
              if (i % EVENTS_OF_EACH == 0) {
                stream[0] = Payloads.id();
              }
              return unit(stream[0], random);
            });
    new BulkAppender(database, AppenderOptions.DEFAULT, AppenderMetrics.NONE, new LogSignal())
        .append(units.iterator(), new AllStored());
  }

  private BulkUnit unit(UUID stream, Random random) {
    List<Claim> claims = List.of(Claim.message(Payloads.key(), stream));
    NewEvent event = payloads.event(random);
    return new BulkUnit(event.eventId(), stream, null, List.of(event), claims);
  }

  private record AllStored() implements BulkListener {

    @Override
    public void settled(BulkUnit unit, Outcome outcome) {
      if (!(outcome instanceof Outcome.Appended)) {
        throw new BenchFailedException("A unit that should be stored was not: " + outcome);
      }
    }

    @Override
    public void refused(BulkUnit unit, AppendRejectedException reason) {
      throw reason;
    }
  }
}
