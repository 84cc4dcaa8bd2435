package dev.attune.infra.importer;

import dev.attune.infra.client.Interaction;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class MappingTest {

  private static final Columns COLUMNS = Columns.named(List.of("who", "visitor", "what", "day", "price", "visit"));

  @Test
  void a_row_becomes_an_interaction() throws Exception {
    Interaction mapped = mapping(MessageIds.LINE).map(row(7, "u-1", "a-1", "view", "20240102", "1.50", "s-1"));
    assertThat(mapped.identities()).containsExactly(Map.entry("user", "u-1"), Map.entry("anonymous", "a-1"));
    assertThat(mapped.name()).isEqualTo("product_view");
    assertThat(mapped.session()).isEqualTo("s-1");
    assertThat(mapped.occurredAt()).isEqualTo(Instant.parse("2024-01-02T00:00:00Z"));
    assertThat(mapped.properties()).containsEntry("price", new BigDecimal("1.50")).containsEntry("currency", "USD");
    assertThat(mapped.messageId()).startsWith("line-7-").hasSizeLessThanOrEqualTo(100);
  }

  @Test
  void names_that_are_not_mapped_stay_and_empty_cells_are_left_out() throws Exception {
    Interaction mapped = mapping(MessageIds.LINE).map(row(7, "", "a-1", "wish", "20240102", "", ""));
    assertThat(mapped.name()).isEqualTo("wish");
    assertThat(mapped.identities()).containsOnlyKeys("anonymous");
    assertThat(mapped.session()).isNull();
    assertThat(mapped.properties()).doesNotContainKey("price");
  }

  @Test
  void rows_that_cannot_be_loaded_say_why() {
    assertReason(row(1, "", "", "view", "20240102", "", ""), "nobody is named");
    assertReason(row(1, "u", "", "", "20240102", "", ""), "no name");
    assertReason(row(1, "u", "", "view", "", "", ""), "time is unknown");
    assertReason(row(1, "u", "", "view", "2024", "", ""), "'2024' is not a time");
    assertReason(row(1, "u", "", "view", "20240102", "12,5", ""), "'12,5' is not a decimal number");
    assertReason(row(1, "u", "", "view", "20240102", "1e999999999", ""), "is not a decimal number");
  }

  @Test
  void by_line_equal_rows_differ_and_by_content_they_are_one() throws Exception {
    Row seventh = row(7, "u-1", "", "view", "20240102", "1.50", "");
    Row eighth = row(8, "u-1", "", "view", "20240102", "1.50", "");
    assertThat(id(MessageIds.LINE, seventh)).isNotEqualTo(id(MessageIds.LINE, eighth));
    assertThat(id(MessageIds.LINE, seventh)).isEqualTo(id(MessageIds.LINE, seventh));
    assertThat(id(MessageIds.CONTENT, seventh)).isEqualTo(id(MessageIds.CONTENT, eighth));
    Row other = row(7, "u-1", "", "view", "20240102", "1.51", "");
    assertThat(id(MessageIds.LINE, seventh)).isNotEqualTo(id(MessageIds.LINE, other));
    assertThat(id(MessageIds.CONTENT, seventh)).isNotEqualTo(id(MessageIds.CONTENT, other));
  }

  @Test
  void the_types_of_properties_are_kept() throws Exception {
    Row row = new Row.Cells(1, "", Columns.numbered(4), List.of("1.234,50", "12", "007", "2.00"));
    assertThat(Property.of("a=1:decimal-comma").read(row)).isEqualTo(new BigDecimal("1234.50"));
    assertThat(Property.of("b=2:whole").read(row)).isEqualTo(12L);
    assertThat(Property.of("c=3").read(row)).isEqualTo("007");
    assertThat(Property.of("d=4:decimal").read(row)).isEqualTo(new BigDecimal("2.00"));
    assertThat(Property.of("d=4:text").read(row)).isEqualTo("2.00");
  }

  @ParameterizedTest
  @ValueSource(strings = {"price", "=price", "price=", "price=:decimal"})
  void a_property_that_is_not_understood_is_refused(String option) {
    assertThatThrownBy(() -> Property.of(option)).isInstanceOf(IllegalArgumentException.class);
  }

  private static void assertReason(Row row, String reason) {
    assertThatThrownBy(() -> mapping(MessageIds.LINE).map(row))
        .isInstanceOf(BadRowException.class)
        .hasMessageContaining(reason);
  }

  private static String id(MessageIds ids, Row row) throws BadRowException {
    return mapping(ids).map(row).messageId();
  }

  private static Row row(long line, String... cells) {
    return new Row.Cells(line, String.join(",", cells), COLUMNS, List.of(cells));
  }

  private static Mapping mapping(MessageIds ids) {
    Map<String, String> identities = new java.util.LinkedHashMap<>();
    identities.put("user", "who");
    identities.put("anonymous", "visitor");
    return new Mapping(
        "file.csv", ids, identities, "visit", "day", Times.of("yyyyMMdd", ZoneOffset.UTC),
        new Mapping.EventName("what", "", Map.of("view", "product_view")),
        List.of(Property.of("price=price:decimal")), Map.of("currency", "USD"));
  }
}
