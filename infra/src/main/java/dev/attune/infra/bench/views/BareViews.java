package dev.attune.infra.bench.views;

import com.mongodb.ReadConcern;
import com.mongodb.WriteConcern;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.BulkWriteOptions;
import com.mongodb.client.model.InsertOneModel;
import dev.attune.contracts.wire.EventCodec;
import dev.attune.contracts.wire.Topics;
import dev.attune.contracts.wire.avro.AvroEventCodec;
import dev.attune.contracts.wire.avro.RelayedCodec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.bson.Document;
import org.bson.types.Binary;

/** The rivals, each in a JVM of its own that prints a line of what it did and how many nanoseconds that took. */
final class BareViews {

  private static final int AT_ONCE = 1_000;
  private static final int VARIETY = 256;

  /** The first pass compiles. */
  private static final int PASSES = 2;

  private BareViews() {}

  /**
   * @param arguments {@code consume}, the broker and the number of partitions; or {@code write}, the view store, and for
   *     each collection how many documents of how many bytes: {@code 50000x2100}
   */
  public static void main(String[] arguments) {
    switch (arguments[0]) {
      case "consume" -> {
        for (int pass = 0; pass < PASSES; pass++) {
          consume(arguments[1], Integer.parseInt(arguments[2]));
        }
      }
      case "write" -> {
        for (int pass = 0; pass < PASSES; pass++) {
          write(arguments[1], List.of(arguments).subList(2, arguments.length));
        }
      }
      default -> throw new IllegalArgumentException(arguments[0]);
    }
  }

  private static void consume(String bootstrap, int partitions) {
    RelayedCodec records = new RelayedCodec();
    EventCodec events = new AvroEventCodec();
    long begin = System.nanoTime();
    long count = 0;
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(
            Map.of(
                "bootstrap.servers", bootstrap, "max.poll.records", 20_000, "fetch.max.bytes", 8 << 20,
                "max.partition.fetch.bytes", 4 << 20),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer())) {
      List<TopicPartition> all =
          IntStream.range(0, partitions).mapToObj(number -> new TopicPartition(Topics.EVENTS, number)).toList();
      consumer.assign(all);
      consumer.seekToBeginning(all);
      long end = consumer.endOffsets(all).values().stream().mapToLong(Long::longValue).sum();
      long seen = 0;
      while (count < end) {
        for (ConsumerRecord<byte[], byte[]> one : consumer.poll(Duration.ofMillis(100))) {
          seen += events.decode(records.decode(one.value()).envelope().event()).hashCode() == 0 ? 1 : 2;
          count++;
        }
      }
      if (seen < count) {
        throw new IllegalStateException("Nothing was decoded");
      }
    }
    System.out.println(count + " " + (System.nanoTime() - begin));
  }

  private static void write(String mongo, List<String> sizes) {
    try (MongoClient client = MongoClients.create(mongo)) {
      MongoDatabase database = client.getDatabase("attune");
      long nanos = 0;
      long count = 0;
      for (int i = 0; i < sizes.size(); i++) {
        String[] size = sizes.get(i).split("x");
        MongoCollection<Document> target =
            database.getCollection("bench_" + i)
                .withWriteConcern(WriteConcern.MAJORITY)
                .withReadConcern(ReadConcern.MAJORITY);
        target.drop();
        List<Binary> contents = contents(Integer.parseInt(size[1]));
        int documents = Integer.parseInt(size[0]);
        long begin = System.nanoTime();
        for (int from = 0; from < documents; from += AT_ONCE) {
          List<InsertOneModel<Document>> some = new ArrayList<>(AT_ONCE);
          for (int n = from; n < Math.min(documents, from + AT_ONCE); n++) {
            some.add(new InsertOneModel<>(
                new Document("_id", "0123456789-0123456789-" + n)
                    .append("position", (long) n)
                    .append("content", contents.get(n % VARIETY))));
          }
          target.bulkWrite(some, new BulkWriteOptions().ordered(false));
        }
        nanos += System.nanoTime() - begin;
        count += documents;
        target.drop();
      }
      System.out.println(count + " " + nanos);
    }
  }

  private static List<Binary> contents(int size) {
    Random random = new Random(size);
    return IntStream.range(0, VARIETY).mapToObj(n -> {
      byte[] content = new byte[Math.max(1, size - 70)];
      random.nextBytes(content);
      return new Binary(content);
    }).toList();
  }
}
