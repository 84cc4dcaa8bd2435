package dev.attune.command.collect;

import dev.attune.command.collect.CollectCommand.RecordInteraction;
import dev.attune.command.collect.CollectCommand.TellTraits;
import dev.attune.command.collect.Reading.Readable;
import dev.attune.command.collect.Reading.Unreadable;
import dev.attune.command.platform.RequestTrace;
import dev.attune.command.platform.json.JsonDocument;
import dev.attune.command.platform.json.JsonDocument.Item;
import dev.attune.contracts.Identity;
import dev.attune.contracts.Times.Correction;
import dev.attune.contracts.value.Value;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class CollectTest {

  private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");
  private static final UUID SOURCE = UUID.fromString("00000000-0000-0000-0000-000000000001");

  @Test
  void a_track_call_becomes_an_interaction() {
    RecordInteraction command =
        interaction(
            """
            {"type":"track","messageId":"m1","userId":"u-1","anonymousId":"a-1","event":" Signed Up ",
             "properties":{"plan":"pro","price":19.90,"count":3,"session_id":1700}}
            """);
    assertThat(command.name()).isEqualTo("Signed Up");
    assertThat(command.kind()).isEqualTo("track");
    assertThat(command.heard().messageId()).isEqualTo("m1");
    assertThat(command.heard().identities()).containsExactly(Identity.anonymous("a-1"), Identity.user("u-1"));
    assertThat(command.heard().session()).isEqualTo("1700");
    assertThat(command.properties())
        .containsEntry("price", Value.of(new BigDecimal("19.90")))
        .containsEntry("count", Value.of(3));
  }

  @ParameterizedTest
  @CsvSource({
    "Product Viewed,product_view",
    "product viewed,product_view",
    "Product Added,add_to_cart",
    "Checkout Started,checkout_initiated",
    "Order Completed,purchase",
    "Cart Viewed,cart_view",
    "Product Removed,remove_from_cart",
    "order_completed,order_completed",
    "Anything else,Anything else"
  })
  void segments_e_commerce_names_become_ours_and_others_stay(String sent, String name) {
    assertThat(interaction("{\"type\":\"track\",\"userId\":\"u\",\"event\":\"" + sent + "\"}").name()).isEqualTo(name);
  }

  @Test
  void pages_and_screens_are_views_with_their_name() {
    assertThat(interaction("{\"type\":\"page\",\"userId\":\"u\",\"name\":\"Home\"}"))
        .satisfies(
            page -> {
              assertThat(page.name()).isEqualTo("page_view");
              assertThat(page.properties()).containsEntry("name", Value.of("Home"));
            });
    assertThat(interaction("{\"type\":\"screen\",\"userId\":\"u\"}").name()).isEqualTo("screen_view");
  }

  @Test
  void identify_tells_traits() {
    Reading reading = segment("{\"type\":\"identify\",\"userId\":\"u\",\"traits\":{\"email\":\"a@b.c\",\"vip\":true}}");
    assertThat(((TellTraits) ((Readable) reading).command()).traits())
        .containsEntry("email", Value.of("a@b.c"))
        .containsEntry("vip", Value.of(true));
  }

  @Test
  void numbers_are_taken_for_ids_exactly() {
    RecordInteraction command = interaction("{\"type\":\"track\",\"userId\":9007199254740993,\"event\":\"x\"}");
    assertThat(command.heard().identities()).containsExactly(Identity.user("9007199254740993"));
  }

  @Test
  void a_null_user_is_nobody_and_an_anonymous_one_suffices() {
    RecordInteraction command =
        interaction("{\"type\":\"track\",\"userId\":null,\"anonymousId\":\"a\",\"event\":\"x\"}");
    assertThat(command.heard().identities()).containsExactly(Identity.anonymous("a"));
  }

  @Test
  void an_alias_links_the_previous_id() {
    RecordInteraction command = interaction("{\"type\":\"alias\",\"userId\":\"u\",\"previousId\":\"a\"}");
    assertThat(command.heard().identities()).containsExactly(Identity.user("u"), Identity.anonymous("a"));
  }

  @Test
  void personal_properties_are_kept_apart_at_any_depth() {
    RecordInteraction command =
        interaction(
            """
            {"type":"track","userId":"u","event":"x","properties":{"name":"Shoe","Email":"a@b.c","first_name":"Ada",
             "order":{"id":"o1","shipping_address":{"street":"S"}},"guests":[{"phone":"1"}]}}
            """);
    assertThat(command.properties().keySet()).containsExactly("name", "order");
    assertThat(command.properties().get("order")).isEqualTo(new Value.Fields(Map.of("id", Value.of("o1"))));
    assertThat(command.personal().keySet()).containsExactlyInAnyOrder("Email", "first_name", "order", "guests");
  }

  @Test
  void the_envelopes_context_lies_below_the_items_own() {
    Delivery delivery = delivery(Map.of("library", Value.of("java"), "locale", Value.of("de")), null, false);
    Reading reading =
        SegmentReader.read(
            item("{\"type\":\"track\",\"userId\":\"u\",\"event\":\"x\",\"context\":{\"locale\":\"en\"}}"), null, delivery);
    assertThat(((Readable) reading).command().heard().context())
        .containsEntry("library", Value.of("java"))
        .containsEntry("locale", Value.of("en"));
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '~', value = {
    "{\"type\":\"track\",\"userId\":\"u\"}|'event' must name",
    "{\"type\":\"track\",\"event\":\"x\"}|Nobody is named",
    "{\"type\":\"track\",\"userId\":{},\"event\":\"x\"}|'userId' must be",
    "{\"type\":\"dance\",\"userId\":\"u\"}|'type' must be",
    "{\"type\":\"track\",\"userId\":\"u\",\"event\":\"x\",\"properties\":[]}|'properties' must be an object",
    "{\"type\":\"track\",\"userId\":\"u\",\"event\":\"x\",\"timestamp\":\"soon\"}|'timestamp' must be",
    "{\"type\":\"group\",\"userId\":\"u\"}|'groupId' must",
    "{\"type\":\"alias\",\"userId\":\"u\"}|'previousId' must",
    "{\"type\":\"track\",\"userId\":\"u\",\"event\":\"x\",\"properties\":{\"n\":1e999}}|The item has a number",
  })
  void what_cannot_be_read_says_why(String item, String reason) {
    Reading reading = segment(item);
    assertThat(reading).isInstanceOf(Unreadable.class);
    assertThat(((Unreadable) reading).reasons()).anySatisfy(told -> assertThat(told).startsWith(reason));
  }

  @Test
  void an_item_that_is_no_object_or_too_large_or_too_deep_is_unreadable() {
    assertThat(SegmentReader.read(new Item(Value.of("text"), 0, 6), null, delivery(Map.of(), null, false)))
        .isInstanceOf(Unreadable.class);
    String large = "{\"type\":\"track\",\"userId\":\"u\",\"event\":\"x\",\"properties\":{\"t\":\"" + "x".repeat(33_000) + "\"}}";
    assertThat(segment(large)).isInstanceOf(Unreadable.class);
    String deep = "{\"type\":\"track\",\"userId\":\"u\",\"event\":\"x\",\"properties\":" + "{\"a\":".repeat(40) + "1" + "}".repeat(40) + "}";
    assertThat(segment(deep)).isInstanceOf(Unreadable.class);
  }

  @Test
  void a_message_id_of_200_characters_is_taken_and_of_201_is_not() {
    String item = "{\"type\":\"track\",\"userId\":\"u\",\"event\":\"x\",\"messageId\":\"%s\"}";
    assertThat(segment(item.formatted("m".repeat(200)))).isInstanceOf(Readable.class);
    assertThat(segment(item.formatted("m".repeat(201)))).isInstanceOf(Unreadable.class);
  }

  @Test
  void the_message_key_depends_on_the_source() {
    assertThat(MessageKey.of(SOURCE, "m")).hasSize(16).isNotEqualTo(MessageKey.of(new UUID(0, 2), "m"));
  }

  @ParameterizedTest
  @CsvSource({
    // original, sent, retry, expected, correction
    ",,false,2026-11-23T12:00:00Z,RECEIVED",
    "2020-01-01T00:00:00Z,,false,2020-01-01T00:00:00Z,NONE",
    "2026-11-23T11:59:50Z,2026-11-23T11:59:59Z,false,2026-11-23T11:59:50Z,NONE",
    "2026-11-23T10:59:50Z,2026-11-23T11:00:00Z,false,2026-11-23T11:59:50Z,SKEW",
    "2026-11-23T10:59:50Z,2026-11-23T11:00:00Z,true,2026-11-23T10:59:50Z,NONE",
    "2026-11-23T12:59:50Z,2026-11-23T13:00:00Z,true,2026-11-23T11:59:50Z,SKEW",
    "1970-01-01T00:00:00Z,1970-01-01T00:00:10Z,true,2026-11-23T11:59:50Z,SKEW",
    "2026-11-23T12:04:00Z,,false,2026-11-23T12:04:00Z,NONE",
    "2026-11-23T12:06:00Z,,false,2026-11-23T12:00:00Z,CLAMPED",
  })
  void clocks_that_are_wrong_are_corrected(
      Instant original, Instant sent, boolean retry, Instant expected, Correction correction) {
    Occurrence occurrence = Occurrence.of(original, sent, NOW, retry);
    assertThat(occurrence.at()).isEqualTo(expected);
    assertThat(occurrence.times().correction()).isEqualTo(correction);
  }

  @ParameterizedTest
  @ValueSource(strings = {
    "2026-11-23T10:15:30.123456789Z", "2026-11-23T11:15:30.123456+01:00", "2026-11-23T11:15:30.123456+0100",
    "2026-11-23 10:15:30.123456", "2026-11-23T10:15:30.123456"
  })
  void times_are_read_as_clients_write_them(String text) {
    assertThat(TimeText.read(Value.of(text))).contains(Instant.parse("2026-11-23T10:15:30.123456Z"));
  }

  @Test
  void a_native_item_may_tell_traits_along_with_an_interaction_or_alone() {
    Reading both = reading("{\"identities\":{\"user\":\"u\"},\"name\":\"visit\",\"traits\":{\"vip\":true}}");
    assertThat(((Readable) both).command().decide()).hasSize(2);
    Reading alone = reading("{\"identities\":{\"email\":\"a@b.c\"},\"traits\":{\"vip\":true}}");
    assertThat(((Readable) alone).command()).isInstanceOf(TellTraits.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {
    "{\"identities\":{},\"name\":\"x\"}", "{\"name\":\"x\"}", "{\"identities\":{\"Bad Space\":\"x\"},\"name\":\"x\"}",
    "{\"identities\":{\"user\":\"u\"}}", "{\"identities\":{\"user\":\"u\"},\"name\":\"x\",\"userId\":\"y\"}",
    "{\"identities\":{\"user\":\"u\"},\"name\":\"x\",\"occurredAt\":\"yesterday\"}"
  })
  void a_native_item_that_cannot_be_read_is_refused(String item) {
    assertThat(reading(item)).isInstanceOf(Unreadable.class);
  }

  private static RecordInteraction interaction(String item) {
    Reading reading = segment(item);
    assertThat(reading).isInstanceOf(Readable.class);
    return (RecordInteraction) ((Readable) reading).command();
  }

  private static Reading segment(String item) {
    return SegmentReader.read(item(item), null, delivery(Map.of(), null, false));
  }

  private static Reading reading(String item) {
    return NativeReader.read(item(item), delivery(Map.of(), null, false));
  }

  private static Delivery delivery(Map<String, Value> context, Value sentAt, boolean retry) {
    return new Delivery(SOURCE, NOW, retry, context, sentAt, RequestTrace.of(null));
  }

  private static Item item(String json) {
    byte[] body = ("{\"batch\":[" + json + "]}").getBytes(StandardCharsets.UTF_8);
    return JsonDocument.read(body, "batch").items().getFirst();
  }
}
