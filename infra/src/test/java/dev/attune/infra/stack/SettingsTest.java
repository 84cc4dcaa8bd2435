package dev.attune.infra.stack;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class SettingsTest {

  @Test
  void ports_come_from_the_environment_and_else_from_the_defaults() {
    Settings settings = settings(Map.of("ATTUNE_KAFKA_PORT", " 9092 ", "ATTUNE_QUERY_PORT", ""));

    assertThat(settings.port(Component.KAFKA)).isEqualTo(9092);
    assertThat(settings.port(Component.QUERY)).isEqualTo(7802);
    assertThat(settings.controllerPort()).isEqualTo(7805);
  }

  @Test
  void what_is_no_port_is_named() {
    assertThatThrownBy(() -> settings(Map.of("ATTUNE_KAFKA_PORT", "70000")).port(Component.KAFKA))
        .hasMessageContaining("ATTUNE_KAFKA_PORT=70000");
    assertThatThrownBy(() -> settings(Map.of("ATTUNE_KAFKA_PORT", "many")).port(Component.KAFKA))
        .hasMessageContaining("ATTUNE_KAFKA_PORT=many");
  }

  @Test
  void an_empty_address_is_no_server_outside() {
    assertThat(settings(Map.of("ATTUNE_MONGODB_URI", "")).external(Component.VIEWS)).isEmpty();
    assertThat(settings(Map.of("ATTUNE_MONGODB_URI", "mongodb://m/x")).external(Component.VIEWS)).isPresent();
    assertThat(settings(Map.of()).external(Component.COMMAND)).isEmpty();
  }

  @Test
  void the_first_of_several_hosts_is_asked() {
    assertThat(Probes.HostPort.first("a:1,b:2", 9)).isEqualTo(new Probes.HostPort("a", 1));
    assertThat(Probes.HostPort.first("a,b:2", 9)).isEqualTo(new Probes.HostPort("a", 9));
    assertThat(Probes.HostPort.first("PLAINTEXT://a:1", 9)).isEqualTo(new Probes.HostPort("a", 1));
    assertThat(Probes.HostPort.first("[::1]:27017", 9)).isEqualTo(new Probes.HostPort("[::1]", 27017));
    assertThat(Probes.HostPort.first("[::1]", 9)).isEqualTo(new Probes.HostPort("[::1]", 9));
  }

  private static Settings settings(Map<String, String> environment) {
    return new Settings(Path.of("repository"), Path.of("home"), Path.of("binaries"), environment);
  }
}
