package dev.attune.contracts.wire.avro;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class EventCatalogueTest {

  @BeforeAll
  static void write_it_if_asked_to() {
    if ("write".equals(System.getProperty("attune.catalogue"))) {
      ModuleFiles.write(ModuleFiles.CATALOGUE, EventCatalogue.page());
    }
  }

  @Test
  void the_page_says_what_the_schemas_say() {
    assertThat(ModuleFiles.read(ModuleFiles.CATALOGUE))
        .as(
            "docs/event-catalogue.md is stale; write it anew with "
                + "./mvnw -pl event-contracts test -Dtest=EventCatalogueTest -Dattune.catalogue=write")
        .isEqualTo(EventCatalogue.page());
  }
}
