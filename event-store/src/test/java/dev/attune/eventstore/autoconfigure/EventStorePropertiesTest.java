package dev.attune.eventstore.autoconfigure;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.attune.eventstore.append.AppenderOptions;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

import static org.assertj.core.api.Assertions.assertThat;

class EventStorePropertiesTest {

  private static final String PREFIX = "attune.event-store";

  @Test
  void without_settings_the_appender_is_as_it_is_without_spring() {
    assertThat(bound(Map.of()).appender()).isEqualTo(AppenderOptions.DEFAULT);
  }

  @Test
  void the_defaults_that_are_described_are_the_defaults() throws Exception {
    Map<String, Object> described = new TreeMap<>();
    metadata().forEach(property -> described.put(property.get("name").asText(), property.get("defaultValue").asText()));
    assertThat(bound(described)).isEqualTo(bound(Map.of()));
  }

  @Test
  void every_key_is_described_for_editors_and_readers() throws Exception {
    List<String> keys =
        Arrays.stream(EventStoreProperties.class.getRecordComponents())
            .map(component -> component.getName().replaceAll("([A-Z])", "-$1").toLowerCase(java.util.Locale.ROOT))
            .toList();
    assertThat(metadata().findValuesAsText("name")).containsExactlyElementsOf(keys.stream().map(key -> PREFIX + "." + key).toList());
    assertThat(Files.readString(Path.of("README.md"))).contains(keys.stream().map(key -> "| `" + key + "` |").toList());
  }

  private static EventStoreProperties bound(Map<String, Object> settings) {
    return new Binder(new MapConfigurationPropertySource(settings)).bindOrCreate(PREFIX, EventStoreProperties.class);
  }

  private static JsonNode metadata() throws Exception {
    try (InputStream json =
        EventStorePropertiesTest.class.getResourceAsStream("/META-INF/spring-configuration-metadata.json")) {
      return new JsonMapper().readTree(json).get("properties");
    }
  }
}
