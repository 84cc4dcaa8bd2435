package dev.attune.infra.stack;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** How services are started, with small programs in their place. */
class ServicesIT {

  @TempDir
  Path folder;

  private LocalStack stack;

  @BeforeEach
  void put_stand_ins_in_their_place() throws Exception {
    StandIn.jars(folder.resolve("repository"));
    Map<String, String> environment = new HashMap<>();
    for (Component component : Component.values()) {
      environment.put(component.portVariable(), String.valueOf(Ports.anyFree()));
    }
    Path home = folder.resolve("home");
    stack = LocalStack.of(new Settings(folder.resolve("repository"), home, folder.resolve("binaries"), environment));
  }

  @AfterEach
  void kill_everything() {
    stack.close();
  }

  @Test
  void each_service_gets_its_own_settings_and_no_more() throws Exception {
    stack.start(Component.COMMAND);
    stack.start(Component.QUERY);

    assertThat(settingsOf(stack.first(Component.COMMAND)))
        .contains("ATTUNE_POSTGRES_PASSWORD", "ATTUNE_POSTGRES_URL", "ATTUNE_KAFKA_BOOTSTRAP", "ATTUNE_ADMIN_KEY",
            "ATTUNE_IDENTITY_KEY")
        .doesNotContain("ATTUNE_MONGODB_URI");
    assertThat(settingsOf(stack.first(Component.QUERY)))
        .contains("ATTUNE_MONGODB_URI", "ATTUNE_KAFKA_BOOTSTRAP", "ATTUNE_READ_KEY", "ATTUNE_OPERATOR_KEY", "ATTUNE_IDENTITY_KEY")
        .doesNotContain("ATTUNE_POSTGRES");
  }

  @Test
  void a_second_node_runs_beside_the_first_and_comes_back_on_its_port() throws Exception {
    stack.start(Component.COMMAND);
    Node second = stack.startNode(Component.COMMAND, stack.freePort());

    stack.kill(second);
    assertThat(stack.status()).filteredOn(status -> status.state() == NodeState.UP)
        .extracting(status -> status.node().name())
        .containsExactly("command-service");

    stack.restart(second);
    assertThat(settingsOf(second)).contains("ATTUNE_COMMAND_PORT");
    assertThat(stack.nodes()).extracting(Node::name).containsExactly("command-service", "command-service-2");
  }

  @Test
  void one_that_ends_at_once_is_told_with_its_last_lines() throws Exception {
    Files.writeString(jar(Component.QUERY), "no jar");

    assertThatThrownBy(() -> stack.start(Component.QUERY))
        .isInstanceOf(StackException.class)
        .hasMessageContaining("Query service ended while it started")
        .hasMessageContaining("query-service.jar")
        .hasMessageContaining(stack.log(stack.first(Component.QUERY)).toString());
  }

  @Test
  void a_missing_jar_is_told_before_anything_starts() throws Exception {
    Files.delete(jar(Component.QUERY));

    assertThatThrownBy(() -> stack.up(LocalStack.everything(), StackReport.SILENT))
        .hasMessageContaining("query-service.jar")
        .hasMessageContaining("./mvnw");
    assertThat(stack.nodes()).isEmpty();
  }

  @Test
  void a_frozen_service_is_starting_not_down_and_thaws() {
    stack.start(Component.COMMAND);
    Node node = stack.first(Component.COMMAND);

    stack.freeze(node);
    assertThat(stack.status().get(Component.COMMAND.ordinal()).state()).isEqualTo(NodeState.STARTING);

    stack.thaw(node);
    assertThat(stack.status().get(Component.COMMAND.ordinal()).state()).isEqualTo(NodeState.UP);
  }

  private Path jar(Component service) {
    return folder.resolve("repository").resolve(service.id()).resolve("target").resolve(service.id() + ".jar");
  }

  private static String settingsOf(Node node) throws Exception {
    URI address = URI.create("http://127.0.0.1:" + node.port() + "/actuator/health/readiness");
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client.send(HttpRequest.newBuilder(address).build(), BodyHandlers.ofString()).body();
    }
  }
}
