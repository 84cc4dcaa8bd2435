package dev.attune.command.collect;

import com.segment.analytics.Analytics;
import com.segment.analytics.Callback;
import com.segment.analytics.messages.IdentifyMessage;
import com.segment.analytics.messages.Message;
import com.segment.analytics.messages.PageMessage;
import com.segment.analytics.messages.TrackMessage;
import dev.attune.command.RunningService;
import dev.attune.contracts.Event;
import dev.attune.contracts.ProfileEvent.InteractionRecorded;
import dev.attune.contracts.ProfileEvent.TraitsTold;
import dev.attune.contracts.value.Value;
import dev.attune.contracts.wire.EventCodec;
import dev.attune.eventstore.TestDatabase;
import dev.attune.eventstore.read.EventReader;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** The unmodified Segment client for Java against the whole command side. */
class SegmentClientIT {

  @Test
  void the_unmodified_java_client_delivers_track_identify_and_batches() throws InterruptedException {
    try (TestDatabase database = TestDatabase.empty();
        RunningService service = RunningService.on(database)) {
      Deliveries deliveries = new Deliveries();
      Analytics analytics =
          Analytics.builder(service.addSource("java-backend"))
              .endpoint(service.address())
              .flushQueueSize(50)
              .flushInterval(1, TimeUnit.SECONDS)
              .callback(deliveries)
              .build();
      analytics.enqueue(IdentifyMessage.builder().userId("u-1").anonymousId("a-1").traits(Map.of("plan", "gold")));
      analytics.enqueue(
          TrackMessage.builder("Order Completed")
              .userId("u-1")
              .properties(Map.of("revenue", 19.99, "products", List.of(Map.of("product_id", "p-1")))));
      analytics.enqueue(PageMessage.builder("Home").anonymousId("a-2"));
      for (int i = 0; i < 500; i++) {
        analytics.enqueue(TrackMessage.builder("Product Viewed").userId("u-" + i % 10));
      }
      analytics.flush();
      deliveries.await(503);
      analytics.shutdown();

      assertThat(deliveries.failed).isEmpty();
      EventCodec codec = service.bean(EventCodec.class);
      List<Event> events =
          service.bean(EventReader.class).log(0, 5_000).stream().map(each -> codec.decode(each.event())).toList();
      List<InteractionRecorded> interactions =
          events.stream().filter(InteractionRecorded.class::isInstance).map(InteractionRecorded.class::cast).toList();
      assertThat(interactions).hasSize(502);
      assertThat(interactions)
          .filteredOn(each -> each.name().equals("purchase"))
          .singleElement()
          .satisfies(
              purchase -> {
                assertThat(purchase.properties().get("revenue")).isEqualTo(Value.of(new java.math.BigDecimal("19.99")));
                assertThat(purchase.context()).containsKey("library");
              });
      assertThat(interactions).filteredOn(each -> each.name().equals("product_view")).hasSize(500);
      assertThat(interactions).filteredOn(each -> each.name().equals("page_view")).hasSize(1);
      assertThat(events)
          .filteredOn(TraitsTold.class::isInstance)
          .singleElement()
          .satisfies(told -> assertThat(((TraitsTold) told).traits()).containsEntry("plan", Value.of("gold")));
    }
  }

  private static final class Deliveries implements Callback {
    final Queue<String> succeeded = new ConcurrentLinkedQueue<>();
    final Queue<Throwable> failed = new ConcurrentLinkedQueue<>();

    @Override
    public void success(Message message) {
      succeeded.add(String.valueOf(message.messageId()));
    }

    @Override
    public void failure(Message message, Throwable throwable) {
      failed.add(throwable);
    }

    void await(int messages) throws InterruptedException {
      long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
      while (succeeded.size() + failed.size() < messages && System.nanoTime() < deadline) {
        Thread.sleep(20);
      }
      assertThat(succeeded).hasSize(messages);
    }
  }
}
