package dev.attune.infra.bench.store;

import com.zaxxer.hikari.HikariDataSource;
import dev.attune.contracts.Event;
import dev.attune.contracts.wire.Envelope;
import dev.attune.contracts.wire.EventCodec;
import dev.attune.eventstore.read.EventReader;
import dev.attune.eventstore.read.PostgresEventReader;
import dev.attune.eventstore.verify.Findings;
import dev.attune.eventstore.verify.LogVerifier;
import dev.attune.infra.bench.Bench;
import dev.attune.infra.bench.BenchFailedException;
import dev.attune.infra.bench.BenchRun;
import dev.attune.infra.bench.Figure;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.axonframework.eventhandling.GenericDomainEventMessage;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.axonframework.eventhandling.TrackingToken;
import org.axonframework.eventsourcing.eventstore.EmbeddedEventStore;
import org.axonframework.eventsourcing.eventstore.EventStorageEngine;
import org.jspecify.annotations.Nullable;

/**
 * The whole log, read and decoded by one thread: ours beside stock Axon at several batch sizes. Both hand over event by
 * event, and begin anew every 20,000 events, which is a multiple of each batch size: nothing that was fetched is thrown away.
 */
public final class LogReadBench implements Bench {

  private static final int PART = 20_000;
  private static final int PAGE = 5_000;
  private static final int[] AXON_BATCHES = {100, 1_000, 10_000};
  private static final int EVENTS = 500_000;
  private static final int GIVEN = 1_000;
  private static final long VERIFIER_BYTES = 128 << 20;

  @Override
  public String name() {
    return "log-read";
  }

  @Override
  public String describe() {
    return "events read in order and decoded on one thread: ours beside stock Axon JDBC at several batch sizes";
  }

  @Override
  public List<Figure> run(BenchRun run) throws InterruptedException {
    Payloads payloads = new Payloads();
    try (BenchServer server = BenchServer.start()) {
      run.terminal().line(server.describe());
      server.freshLog();
      run.terminal().line("writing " + EVENTS + " events for each");
      try (HikariDataSource pool = server.pool(3);
          AxonStore axon = new AxonStore(server, 2)) {
        new Filling(payloads).fill(pool, EVENTS);
        fillAxon(server, axon, payloads);
        server.execute("VACUUM (ANALYZE) attune.event");
        server.execute("VACUUM (ANALYZE) DomainEventEntry");
        EventReader reader = new PostgresEventReader(pool);
        Contest contest =
            new Contest()
                .add(
                    "attune_log_decoded", time -> Load.threads(1, PART, time, writer -> scan(reader, payloads.codec())))
                .add("attune_log_undecoded", time -> Load.threads(1, PART, time, writer -> scan(reader, null)))
                .add(
                    "attune_pages_decoded",
                    time -> Load.threads(1, PAGE, time, writer -> pages(reader, payloads.codec())));
        for (int batch : AXON_BATCHES) {
          EventStorageEngine engine = axon.reading(batch);
          contest.add("stock_axon_batch_" + batch, time -> Load.threads(1, PART, time, writer -> read(engine)));
        }
        contest.add("attune_verify", time -> Load.threads(1, EVENTS, time, writer -> () -> verify(pool)));
        Contest.Result result = contest.run(run);
        List<Figure> figures = new ArrayList<>(result.figures());
        figures.add(
            Figure.of("attune_over_stock_axon", "times", result.best("attune_log_decoded") / result.best("stock_axon")));
        return figures;
      }
    }
  }

  /** Round and round through the log. */
  private static Load.Work scan(EventReader reader, @Nullable EventCodec codec) {
    long[] last = {0};
    return () -> {
      long after = last[0];
      reader.scan(
          after,
          PART,
          envelope -> {
            decode(codec, envelope);
            last[0] = envelope.position();
          });
      if (last[0] != after + PART) {
        throw new BenchFailedException("The log gave other events than those behind " + after);
      }
      last[0] = last[0] > EVENTS - PART ? 0 : last[0];
    };
  }

  /** The same, each page in memory as a whole before it is decoded. */
  private static Load.Work pages(EventReader reader, EventCodec codec) {
    long[] after = {0};
    return () -> {
      List<Envelope> page = reader.log(after[0], PAGE);
      page.forEach(envelope -> decode(codec, envelope));
      if (page.size() != PAGE) {
        throw new BenchFailedException("The log gave %d events of %d".formatted(page.size(), PAGE));
      }
      after[0] = page.getLast().position() > EVENTS - PAGE ? 0 : page.getLast().position();
    };
  }

  private static void decode(@Nullable EventCodec codec, Envelope envelope) {
    if (codec != null && codec.decode(envelope.event()) == null) {
      throw new BenchFailedException("An event cannot be decoded");
    }
  }

  /** The whole log with all its checks. */
  private static void verify(HikariDataSource database) throws SQLException {
    Findings findings = new LogVerifier(database, VERIFIER_BYTES).verify(events -> {});
    if (!findings.faults().isEmpty() || findings.events() < EVENTS) {
      throw new BenchFailedException("The log of the bench is not sound");
    }
  }

  private static Load.Work read(EventStorageEngine engine) {
    Object[] token = {null};
    return () -> {
      int count = 0;
      try (Stream<? extends TrackedEventMessage<?>> events =
          engine.readEvents((TrackingToken) token[0], false).limit(PART)) {
        for (Iterator<? extends TrackedEventMessage<?>> all = events.iterator(); all.hasNext(); ) {
          TrackedEventMessage<?> event = all.next();
          if (!(event.getPayload() instanceof Event)) {
            throw new BenchFailedException("An event cannot be decoded");
          }
          token[0] = event.trackingToken();
          count++;
        }
      }
      if (count < PART) {
        throw new BenchFailedException("Stock Axon gave " + count + " events of " + PART);
      }
      TrackingToken at = (TrackingToken) token[0];
      token[0] = at.position().orElse(0) > EVENTS - 2 * PART ? null : at;
    };
  }

  /** A thousand events by Axon itself, the others as copies of them: only reading is measured. */
  private static void fillAxon(BenchServer server, AxonStore axon, Payloads payloads) {
    EmbeddedEventStore store = axon.store();
    Random random = new Random(5);
    for (int i = 0; i < GIVEN; i++) {
      store.publish(new GenericDomainEventMessage<>("Profile", Payloads.id().toString(), 0, payloads.view(random)));
    }
    server.execute(
        """
        INSERT INTO DomainEventEntry (eventIdentifier, aggregateIdentifier, sequenceNumber, type, timeStamp, payloadType,
          payloadRevision, payload, metaData)
        SELECT gen_random_uuid()::text, gen_random_uuid()::text, 0, type, timeStamp, payloadType, payloadRevision, payload,
          metaData
        FROM DomainEventEntry CROSS JOIN generate_series(2, %d) ORDER BY generate_series, globalIndex
        """.formatted(EVENTS / GIVEN));
  }
}
