package dev.attune.contracts.wire.avro;

import dev.attune.contracts.Personal;
import dev.attune.contracts.Stored;
import dev.attune.contracts.wire.Encoded;
import dev.attune.contracts.wire.MalformedBytesException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * A made-up event in its second revision: a field was renamed, one widened, two added, one dropped, one became
 * personal, and a nested record grew.
 */
class EvolutionTest {

  /** The newest form; the schemas are in {@code evolution/order.placed}. */
  @Stored(name = "order.placed", revision = 2)
  public record OrderPlaced(
      String orderId,
      long amount,
      String currency,
      @Nullable String coupon,
      List<Line> lines,
      @Personal String email,
      @Personal String address) {}

  /** Part of it. */
  public record Line(String product, int quantity) {}

  /** Asks for a component that no older revision has and that has no default. */
  @Stored(name = "order.placed", revision = 1)
  public record Mismatched(String orderId, String nowhere) {}

  private static final EventSchemas SCHEMAS = new EventSchemas("/evolution");

  private final Catalogue catalogue = new Catalogue(List.of(OrderPlaced.class), SCHEMAS);

  @Test
  void the_older_revision_reads_in_the_newest_form() throws IOException {
    assertThat(catalogue.decode(olderRevision()))
        .isEqualTo(
            new OrderPlaced(
                "O-1", 1290, "EUR", null, List.of(new Line("P-1", 1), new Line("P-2", 1)), "ada@example.org", "Kiel"));
  }

  @Test
  void what_became_personal_later_stays_readable_in_the_older_data_when_the_person_is_forgotten() throws IOException {
    Encoded older = olderRevision();
    var event = (OrderPlaced) catalogue.decode(new Encoded(older.name(), 1, older.data(), null));

    assertThat(event.email()).isEqualTo("forgotten");
    assertThat(event.address()).as("it was written in the clear; a new revision cannot undo that").isEqualTo("Kiel");
  }

  @Test
  void the_newest_revision_is_what_is_written() {
    var event = new OrderPlaced("O-2", 5, "SEK", "WINTER10", List.of(new Line("P-1", 3)), "a@example.org", "Malmö");
    Encoded encoded = catalogue.encode(event);

    assertThat(encoded.revision()).isEqualTo(2);
    assertThat(catalogue.decode(encoded)).isEqualTo(event);
  }

  @Test
  void the_pair_keeps_the_rules() {
    List<Schema> revisions = List.of(SCHEMAS.load("order.placed", 1), SCHEMAS.load("order.placed", 2));

    assertThat(SchemaRules.brokenIn("order.placed", revisions)).isEmpty();
  }

  @Test
  void damaged_bytes_of_an_older_revision_are_refused_like_any_others() throws IOException {
    Encoded older = olderRevision();
    for (int length = 0; length < older.data().length; length++) {
      byte[] cut = Arrays.copyOf(older.data(), length);
      assertThatThrownBy(() -> catalogue.decode(new Encoded(older.name(), 1, cut, older.sealed())))
          .isInstanceOf(MalformedBytesException.class)
          .hasMessageStartingWith("Event 'order.placed' revision 1 cannot be read: ");
    }
  }

  @Test
  void a_class_that_does_not_fit_its_schema_is_refused_at_the_start() {
    assertThatThrownBy(() -> new Catalogue(List.of(Mismatched.class), SCHEMAS))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("Mismatched has the components [orderId, nowhere], but its schema the fields [obsolete,");
  }

  private static Encoded olderRevision() throws IOException {
    Schema whole = SCHEMAS.load("order.placed", 1);
    GenericRecord data = new GenericData.Record(EventSchemas.data(whole));
    data.put("obsolete", Map.of("a", Arrays.asList(null, "text", 1.5)));
    data.put("order", "O-1");
    data.put("amount", 1290);
    data.put("address", "Kiel");
    Schema line = whole.getField("lines").schema().getElementType();
    data.put("lines", List.of(line(line, "P-1"), line(line, "P-2")));
    GenericRecord sealed = new GenericData.Record(EventSchemas.sealed(whole));
    sealed.put("email", "ada@example.org");
    return new Encoded("order.placed", 1, bytes(data), bytes(sealed));
  }

  private static GenericRecord line(Schema schema, String product) {
    GenericRecord line = new GenericData.Record(schema);
    line.put("product", product);
    return line;
  }

  private static byte[] bytes(GenericRecord record) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(bytes, null);
    new GenericDatumWriter<GenericRecord>(record.getSchema()).write(record, encoder);
    encoder.flush();
    return bytes.toByteArray();
  }
}
