package dev.attune.infra.stack;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class LocalStackIT {

  private static final TopicPartition TOPIC = new TopicPartition("kept", 0);

  @TempDir
  static Path home;

  private static LocalStack stack;

  @BeforeAll
  static void start_the_servers() {
    stack = LocalStack.temporary(home);
    stack.up(Component.servers(), StackReport.SILENT);
  }

  @AfterAll
  static void kill_everything() {
    stack.close();
  }

  @Test
  @Order(1)
  void servers_run_in_processes_of_their_own_and_tell_their_memory() {
    assertThat(stack.status().subList(0, 3)).allSatisfy(status -> {
      assertThat(status.state()).isEqualTo(NodeState.UP);
      assertThat(status.pid()).isPresent();
      assertThat(status.bytes().orElse(0)).isGreaterThan(1_000_000);
    });
    assertThat(stack.status().get(3).state()).isEqualTo(NodeState.DOWN);
  }

  @Test
  @Order(2)
  void postgres_is_durable_and_its_application_role_is_no_superuser() throws Exception {
    assertThat(setting("fsync")).isEqualTo("on");
    assertThat(setting("synchronous_commit")).isEqualTo("on");
    assertThat(setting("server_encoding")).isEqualTo("UTF8");
    assertThat(setting("is_superuser")).isEqualTo("off");
    assertThat(setting("server_version")).startsWith("18");
  }

  @Test
  @Order(3)
  void only_the_owner_can_read_the_keys() throws Exception {
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(stack.secretsFile())))
        .isEqualTo("rw-------");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(home.resolve("secrets"))))
        .isEqualTo("rwx------");
  }

  @Test
  @Order(4)
  void another_password_is_refused() {
    assertThatThrownBy(() -> DriverManager.getConnection(stack.addresses().jdbcUrl(), "attune", "attune"))
        .hasMessageContaining("password authentication failed");
  }

  @Test
  @Order(5)
  void a_killed_postgres_comes_back_with_its_committed_rows() throws Exception {
    execute("CREATE TABLE kept (id int PRIMARY KEY)");
    execute("INSERT INTO kept VALUES (1)");

    stack.kill(Component.POSTGRES);
    stack.start(Component.POSTGRES);

    assertThat(query("SELECT count(*) FROM kept")).isEqualTo("1");
  }

  @Test
  @Order(6)
  void a_postgres_killed_amid_a_long_query_leaves_no_child_that_blocks_the_next_start() throws Exception {
    Thread busy = Thread.ofVirtual().start(() -> {
      try {
        query("SELECT sum(hashtext(i::text)) FROM generate_series(1, 2000000000) i");
      } catch (Exception e) {
        // the kill below ends it
      }
    });
    Thread.sleep(1_000);

    stack.kill(Component.POSTGRES);
    stack.start(Component.POSTGRES);

    assertThat(query("SELECT count(*) FROM kept")).isEqualTo("1");
    busy.join(Duration.ofSeconds(10));
    assertThat(busy.isAlive()).isFalse();
  }

  @Test
  @Order(7)
  void a_killed_kafka_comes_back_with_its_acknowledged_records() throws Exception {
    createTopic();
    send("before the kill");

    stack.kill(Component.KAFKA);
    stack.start(Component.KAFKA);
    send("after the kill");

    assertThat(records()).containsExactly("before the kill", "after the kill");
  }

  @Test
  @Order(8)
  void a_killed_view_store_comes_back() {
    stack.kill(Component.VIEWS);
    assertThat(stack.isUp(Set.of(Component.VIEWS))).isFalse();

    stack.start(Component.VIEWS);

    assertThat(stack.isUp(Set.of(Component.VIEWS))).isTrue();
  }

  @Test
  @Order(9)
  void after_everything_was_killed_all_comes_back_with_its_data() throws Exception {
    stack.kill(Component.KAFKA);
    stack.kill(Component.VIEWS);
    stack.kill(Component.POSTGRES);

    stack.up(Component.servers(), StackReport.SILENT);

    assertThat(query("SELECT count(*) FROM kept")).isEqualTo("1");
    assertThat(records()).containsExactly("before the kill", "after the kill");
  }

  @Test
  @Order(10)
  void a_second_up_leaves_the_processes_alone() {
    List<NodeStatus> before = stack.status();

    stack.up(Component.servers(), StackReport.SILENT);

    assertThat(stack.status()).extracting(NodeStatus::pid).isEqualTo(before.stream().map(NodeStatus::pid).toList());
  }

  @Test
  @Order(11)
  void a_taken_port_is_named_with_its_owner_and_the_way_out() throws Exception {
    stack.kill(Component.VIEWS);
    int port = stack.settings().port(Component.VIEWS);
    try (ServerSocket taken = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      assertThat(taken.isBound()).isTrue();
      assertThatThrownBy(() -> stack.up(Component.servers(), StackReport.SILENT))
          .isInstanceOf(StackException.class)
          .hasMessageContaining("Port " + port)
          .hasMessageContaining("pid " + ProcessHandle.current().pid())
          .hasMessageContaining("ATTUNE_VIEWS_PORT=");
    }
  }

  @Test
  @Order(12)
  void missing_keys_of_an_existing_log_are_not_made_up_again() throws Exception {
    stack.stop(StackReport.SILENT);
    Path kept = home.resolve("env.kept");
    Files.move(stack.secretsFile(), kept);
    try {
      assertThatThrownBy(() -> stack.up(Component.servers(), StackReport.SILENT))
          .hasMessageContaining("backup");
    } finally {
      Files.move(kept, stack.secretsFile());
    }
  }

  @Test
  @Order(13)
  void an_orderly_stop_keeps_everything_too() throws Exception {
    stack.stop(StackReport.SILENT);
    assertThat(stack.nodes()).isEmpty();

    stack.up(Component.servers(), StackReport.SILENT);

    assertThat(query("SELECT count(*) FROM kept")).isEqualTo("1");
    assertThat(records()).containsExactly("before the kill", "after the kill");
  }

  @Test
  @Order(14)
  void servers_outside_are_used_instead_of_starting_some(@TempDir Path other) {
    Map<String, String> outside = Map.of(
        "ATTUNE_POSTGRES_URL", stack.addresses().jdbcUrl(),
        "ATTUNE_POSTGRES_PASSWORD", stack.postgresPassword(),
        "ATTUNE_KAFKA_BOOTSTRAP", stack.addresses().kafkaBootstrap(),
        "ATTUNE_MONGODB_URI", stack.addresses().mongoUri());
    try (LocalStack second = LocalStack.temporary(other, outside)) {
      second.up(Component.servers(), StackReport.SILENT);

      assertThat(second.nodes()).isEmpty();
      assertThat(second.status().subList(0, 3)).extracting(NodeStatus::state).containsOnly(NodeState.EXTERNAL);
    }
  }

  private static String setting(String name) throws Exception {
    return query("SELECT current_setting('" + name + "')");
  }

  private static String query(String sql) throws Exception {
    try (Connection connection = connect();
        var statement = connection.createStatement();
        var rows = statement.executeQuery(sql)) {
      rows.next();
      return rows.getString(1);
    }
  }

  private static void execute(String sql) throws Exception {
    try (Connection connection = connect();
        var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static Connection connect() throws Exception {
    return DriverManager.getConnection(stack.addresses().jdbcUrl(), "attune", stack.postgresPassword());
  }

  private static Properties kafka() {
    Properties properties = new Properties();
    properties.put("bootstrap.servers", stack.addresses().kafkaBootstrap());
    return properties;
  }

  private static void createTopic() throws Exception {
    try (Admin admin = Admin.create(kafka())) {
      admin.createTopics(List.of(new NewTopic(TOPIC.topic(), 64, (short) 1))).all().get();
    }
  }

  private static void send(String text) throws Exception {
    try (var producer = new KafkaProducer<>(kafka(), new StringSerializer(), new StringSerializer())) {
      producer.send(new ProducerRecord<>(TOPIC.topic(), TOPIC.partition(), "key", text)).get();
    }
  }

  private static List<String> records() {
    try (var consumer = new KafkaConsumer<>(kafka(), new StringDeserializer(), new StringDeserializer())) {
      consumer.assign(List.of(TOPIC));
      consumer.seekToBeginning(List.of(TOPIC));
      long end = consumer.endOffsets(List.of(TOPIC)).get(TOPIC);
      List<String> texts = new ArrayList<>();
      while (texts.size() < end) {
        consumer.poll(Duration.ofMillis(200)).forEach(entry -> texts.add(entry.value()));
      }
      return texts;
    }
  }
}
