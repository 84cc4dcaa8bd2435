package dev.attune.command.outbound;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import kafka.Kafka;
import kafka.tools.StorageTool;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** A real broker in a JVM of its own, to be killed and paused. */
final class TestBroker implements AutoCloseable {

  private final Path folder;
  private final int port = freePort();
  private final int controllerPort = freePort();
  private Process process;
  private KafkaProducer<byte[], byte[]> producer;

  private TestBroker(Path folder) {
    this.folder = folder;
  }

  static TestBroker start() {
    try {
      TestBroker broker = new TestBroker(Files.createTempDirectory("attune-broker"));
      Files.writeString(broker.folder.resolve("server.properties"), broker.configuration());
      broker.launch();
      return broker;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String bootstrap() {
    return "127.0.0.1:" + port;
  }

  private String configuration() {
    return """
        process.roles=broker,controller
        node.id=1
        listeners=PLAINTEXT://127.0.0.1:%1$d,CONTROLLER://127.0.0.1:%2$d
        controller.listener.names=CONTROLLER
        controller.quorum.voters=1@127.0.0.1:%2$d
        listener.security.protocol.map=PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT
        log.dirs=%3$s
        auto.create.topics.enable=false
        offsets.topic.replication.factor=1
        offsets.topic.num.partitions=1
        transaction.state.log.replication.factor=1
        transaction.state.log.min.isr=1
        group.initial.rebalance.delay.ms=0
        log.cleaner.dedupe.buffer.size=2097152
        broker.session.timeout.ms=3000
        """
        .formatted(port, controllerPort, folder.resolve("log"));
  }

  private void launch() throws IOException {
    process =
        new ProcessBuilder(java(Main.class, folder.resolve("server.properties").toString()))
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(folder.resolve("out.log").toFile()))
            .start();
    awaitUp();
  }

  private void awaitUp() {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(90);
    while (true) {
      try (Admin admin = admin()) {
        admin.describeCluster().nodes().get(2, TimeUnit.SECONDS);
        return;
      } catch (Exception e) {
        if (System.nanoTime() > deadline || !process.isAlive()) {
          throw new IllegalStateException("The broker does not start, see " + folder.resolve("out.log"), e);
        }
      }
    }
  }

  Admin admin() {
    return Admin.create(
        Map.of("bootstrap.servers", bootstrap(), "default.api.timeout.ms", 20_000, "request.timeout.ms", 5_000));
  }

  /** {@code kill -9}. */
  void kill() {
    process.destroyForcibly();
    process.onExit().join();
  }

  /** As an administrator does it. */
  void shutDown() throws InterruptedException {
    process.destroy();
    if (!process.waitFor(60, TimeUnit.SECONDS)) {
      throw new IllegalStateException("The broker does not end, see " + folder.resolve("out.log"));
    }
  }

  void startAgain() throws IOException {
    launch();
  }

  void pause() throws IOException, InterruptedException {
    signal("STOP");
  }

  void resume() throws IOException, InterruptedException {
    signal("CONT");
  }

  /** The command of another JVM with the classes of this one. */
  static List<String> java(Class<?> main, String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(System.getProperty("java.home") + "/bin/java");
    command.addAll(List.of("-Xms64m", "-Xmx256m", "-XX:TieredStopAtLevel=1", "-cp"));
    command.add(System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")));
    command.add(main.getName());
    command.addAll(List.of(arguments));
    return command;
  }

  private void signal(String name) throws IOException, InterruptedException {
    new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start().waitFor();
  }

  /** Kafka's id of a topic. */
  String topicId(String topic) {
    try (Admin admin = admin()) {
      return admin.describeTopics(List.of(topic)).allTopicNames().get().get(topic).topicId().toString();
    } catch (InterruptedException | ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  void deleteTopics() throws InterruptedException, ExecutionException {
    try (Admin admin = admin()) {
      Set<String> names = admin.listTopics().names().get();
      if (!names.isEmpty()) {
        admin.deleteTopics(names).all().get();
      }
      while (!admin.listTopics().names().get().isEmpty()) {
        Thread.sleep(20);
      }
    }
  }

  /** Puts a record into the only partition of a topic, acknowledged. */
  void send(String topic, byte[] value) {
    send(topic, 0, System.currentTimeMillis(), value);
  }

  /** Puts a record into a topic, acknowledged. */
  void send(String topic, int partition, long timestamp, byte[] value) {
    try {
      producer().send(new ProducerRecord<>(topic, partition, timestamp, null, value)).get(20, TimeUnit.SECONDS);
    } catch (InterruptedException | ExecutionException | TimeoutException e) {
      throw new IllegalStateException(e);
    }
  }

  /** What is put into a topic. */
  record Record(int partition, long timestamp, byte[] value) {}

  /** Puts records into a topic one after another, all acknowledged. */
  void send(String topic, List<Record> records) {
    records.stream()
        .map(each -> producer().send(new ProducerRecord<>(topic, each.partition(), each.timestamp(), null, each.value())))
        .toList()
        .forEach(
            sent -> {
              try {
                sent.get(60, TimeUnit.SECONDS);
              } catch (InterruptedException | ExecutionException | TimeoutException e) {
                throw new IllegalStateException(e);
              }
            });
  }

  private synchronized KafkaProducer<byte[], byte[]> producer() {
    if (producer == null) {
      // not idempotent: topics are deleted and made again between tests
      producer =
          new KafkaProducer<>(
              Map.of("bootstrap.servers", bootstrap(), "enable.idempotence", false, "metadata.max.age.ms", 500),
              new ByteArraySerializer(),
              new ByteArraySerializer());
    }
    return producer;
  }

  /** Everything that is in a topic, partition by partition. */
  List<ConsumerRecord<byte[], byte[]>> read(String topic, int partitions) {
    Map<String, Object> settings = Map.of("bootstrap.servers", bootstrap(), "max.poll.records", 10_000);
    List<TopicPartition> all = IntStream.range(0, partitions).mapToObj(p -> new TopicPartition(topic, p)).toList();
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      consumer.assign(all);
      consumer.seekToBeginning(all);
      Map<TopicPartition, Long> end = consumer.endOffsets(all);
      List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
      while (all.stream().anyMatch(partition -> consumer.position(partition) < end.get(partition))) {
        consumer.poll(Duration.ofMillis(200)).forEach(records::add);
      }
      return records;
    }
  }

  @Override
  public void close() {
    if (producer != null) {
      producer.close(Duration.ZERO);
    }
    process.destroy();
    try {
      if (!process.waitFor(5, TimeUnit.SECONDS)) {
        kill();
      }
      try (var files = Files.walk(folder)) {
        files.sorted(java.util.Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static int freePort() {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Formats the storage if need be and runs the broker. */
  static final class Main {

    private Main() {}

    public static void main(String[] arguments) {
      StorageTool.execute(
          new String[] {
            "format", "--cluster-id", "QXR0dW5lVGVzdEJyb2tlcg", "--config", arguments[0], "--ignore-formatted"
          },
          System.out);
      Kafka.main(arguments);
    }
  }
}
