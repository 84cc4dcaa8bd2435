package dev.attune.contracts.wire.avro;

import dev.attune.contracts.DefinitionEvent;
import dev.attune.contracts.Event;
import dev.attune.contracts.Identity;
import dev.attune.contracts.Personal;
import dev.attune.contracts.ProfileEvent;
import dev.attune.contracts.ProfileEvent.InteractionRecorded;
import dev.attune.contracts.Stored;
import dev.attune.contracts.value.Value;
import dev.attune.contracts.wire.Encoded;
import dev.attune.contracts.wire.EventCodec;
import dev.attune.contracts.wire.UnknownEventException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class AvroEventCodecTest {

  private final EventCodec codec = new AvroEventCodec();

  @Test
  void every_event_reads_back_as_it_was() {
    SampleEvents.all()
        .forEach(
            (name, event) ->
                assertThat(codec.decode(codec.encode(event))).as(name).usingRecursiveComparison().isEqualTo(event));
  }

  @Test
  void every_event_type_has_a_sample() {
    assertThat(SampleEvents.all().values().stream().map(Event::getClass).collect(Collectors.<Class<?>>toSet()))
        .containsExactlyInAnyOrderElementsOf(AvroEventCodec.eventTypes());
  }

  @Test
  void every_event_type_has_a_stored_name_of_its_own_and_a_schema_named_like_it() {
    List<Class<?>> types = AvroEventCodec.eventTypes();

    assertThat(types).allMatch(type -> type.isAnnotationPresent(Stored.class));
    assertThat(types.stream().map(type -> type.getAnnotation(Stored.class).name()))
        .doesNotHaveDuplicates()
        .allMatch(name -> name.matches("[a-z]+(-[a-z]+)*(\\.[a-z]+)+"));
    for (Class<?> type : types) {
      assertThat(newest(type).getName()).isEqualTo(type.getSimpleName());
    }
  }

  @Test
  void classes_and_schemas_agree_on_what_is_personal() {
    for (Class<?> type : AvroEventCodec.eventTypes()) {
      List<String> inClass =
          Stream.of(type.getRecordComponents())
              .filter(component -> component.isAnnotationPresent(Personal.class))
              .map(RecordComponent::getName)
              .toList();
      assertThat(EventSchemas.sealed(newest(type)).getFields().stream().map(Schema.Field::name).toList())
          .as(type.getSimpleName())
          .isEqualTo(inClass);
    }
  }

  @Test
  void nothing_personal_is_in_the_data_bytes() {
    Encoded encoded = codec.encode(SampleEvents.interaction());

    assertThat(latin1(encoded.data())).contains("product_view").doesNotContain("u-42", "7f3c", "ada@", "knitwear");
    assertThat(latin1(encoded.sealed())).contains("u-42", "7f3c", "ada@", "knitwear");
  }

  @Test
  void a_type_without_personal_components_has_no_sealed_bytes() {
    assertThat(codec.encode(new DefinitionEvent.OfferArchived("a", 1)).sealed()).isNull();
  }

  @Test
  void a_forgotten_person_leaves_the_rest_of_the_event() {
    Encoded encoded = codec.encode(SampleEvents.interaction());
    var event = (InteractionRecorded) codec.decode(new Encoded(encoded.name(), 1, encoded.data(), null));

    assertThat(event.identities()).isEmpty();
    assertThat(event.personal()).isEmpty();
    assertThat(event.properties()).isEqualTo(SampleEvents.interaction().properties());

    Encoded decision = codec.encode(SampleEvents.all().get("decision.made/full"));
    var made = (ProfileEvent.DecisionMade) codec.decode(new Encoded(decision.name(), 1, decision.data(), null));
    assertThat(made.identity()).isEqualTo(new Identity("forgotten", ""));
  }

  @Test
  void the_bytes_are_read_by_avros_own_reader_and_its_bytes_by_us() throws IOException {
    for (Event event : SampleEvents.all().values()) {
      Encoded encoded = codec.encode(event);
      Schema whole = newest(event.getClass());
      byte[] data = throughAvro(EventSchemas.data(whole), encoded.data());
      byte[] sealed = encoded.sealed() == null ? null : throughAvro(EventSchemas.sealed(whole), encoded.sealed());

      assertThat(codec.decode(new Encoded(encoded.name(), encoded.revision(), data, sealed)))
          .usingRecursiveComparison()
          .isEqualTo(event);
    }
  }

  @Test
  void arrays_in_several_blocks_are_read() throws IOException {
    Event offer = SampleEvents.all().get("offer.published/full");
    Schema schema = EventSchemas.data(newest(offer.getClass()));
    ByteArrayOutputStream blocks = new ByteArrayOutputStream();
    BinaryEncoder encoder = new EncoderFactory().configureBlockSize(64).blockingBinaryEncoder(blocks, null);
    new GenericDatumWriter<>(schema).write(generic(schema, codec.encode(offer).data()), encoder);
    encoder.flush();

    assertThat(blocks.toByteArray()).isNotEqualTo(codec.encode(offer).data());
    assertThat(codec.decode(new Encoded("offer.published", 1, blocks.toByteArray(), null)))
        .usingRecursiveComparison()
        .isEqualTo(offer);
  }

  @Test
  void times_are_cut_to_microseconds() {
    var event = (ProfileEvent.DecisionMade) SampleEvents.all().get("decision.made/sparse");
    var precise =
        new ProfileEvent.DecisionMade(
            event.decisionId(), event.requestId(), event.placement(), event.session(),
            Instant.parse("1960-01-01T00:00:00.123456789Z"), 0, 0, null, List.of(), event.digest(), event.identity(),
            Map.of());

    assertThat(((ProfileEvent.DecisionMade) codec.decode(codec.encode(precise))).decidedAt())
        .isEqualTo("1960-01-01T00:00:00.123456Z");
  }

  @Test
  void values_nest_up_to_the_limit_and_no_deeper() {
    Event deep = offer(nested(EventCodec.MAX_DEPTH));

    assertThat(codec.decode(codec.encode(deep))).isEqualTo(deep);
    assertThatThrownBy(() -> codec.encode(offer(nested(EventCodec.MAX_DEPTH + 1))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("deeper than 100 levels");
  }

  @Test
  void a_component_that_may_not_be_null_is_named() {
    assertThatThrownBy(() -> codec.encode(new DefinitionEvent.OfferArchived(null, 1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("key of OfferArchived is null, which its schema does not allow");
  }

  @Test
  void unknown_names_and_revisions_are_unknown_events() {
    assertThatThrownBy(() -> codec.decode(new Encoded("offer.eaten", 1, new byte[0], null)))
        .isInstanceOf(UnknownEventException.class);
    assertThatThrownBy(() -> codec.decode(new Encoded("offer.archived", 99, new byte[0], null)))
        .isInstanceOf(UnknownEventException.class);
    assertThatThrownBy(() -> codec.decode(new Encoded("offer.archived", 0, new byte[0], null)))
        .isInstanceOf(UnknownEventException.class);
  }

  private static Event offer(Value content) {
    return new DefinitionEvent.OfferPublished("a", 1, List.of(), 1, null, Map.of("content", content));
  }

  private static Value nested(int levels) {
    Value value = Value.of(1);
    for (int i = 0; i < levels; i++) {
      value = i % 2 == 0 ? new Value.Items(List.of(value)) : new Value.Fields(Map.of("f", value));
    }
    return value;
  }

  private static Schema newest(Class<?> type) {
    Stored stored = type.getAnnotation(Stored.class);
    return new EventSchemas("/schemas").load(stored.name(), stored.revision());
  }

  private static byte[] throughAvro(Schema schema, byte[] bytes) throws IOException {
    ByteArrayOutputStream again = new ByteArrayOutputStream();
    BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(again, null);
    new GenericDatumWriter<>(schema).write(generic(schema, bytes), encoder);
    encoder.flush();
    return again.toByteArray();
  }

  private static GenericRecord generic(Schema schema, byte[] bytes) throws IOException {
    BinaryDecoder decoder = DecoderFactory.get().binaryDecoder(bytes, null);
    GenericRecord record = new GenericDatumReader<GenericRecord>(schema).read(null, decoder);
    assertThat(decoder.isEnd()).isTrue();
    return record;
  }

  private static String latin1(byte[] bytes) {
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }
}
