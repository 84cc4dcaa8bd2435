package dev.attune.query.profile;

import dev.attune.contracts.Identity;
import dev.attune.contracts.ProfileEvent;
import dev.attune.contracts.ProfileEvent.DecisionMade;
import dev.attune.contracts.ProfileEvent.Proposition;
import dev.attune.contracts.ProfileEvent.SamePersonRecognized;
import dev.attune.contracts.ProfileEvent.SessionRef;
import dev.attune.contracts.value.Value;
import dev.attune.contracts.wire.Envelope;
import dev.attune.contracts.wire.EventCodec;
import dev.attune.contracts.wire.Relayed;
import dev.attune.contracts.wire.avro.AvroEventCodec;
import dev.attune.contracts.wire.avro.RelayedCodec;
import dev.attune.query.fixture.Happenings;
import dev.attune.query.history.ProfileHistory;
import dev.attune.query.history.Tail;
import dev.attune.query.projection.Chunk;
import dev.attune.query.projection.HistoryHoleException;
import dev.attune.query.projection.Recorded;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.bson.BsonDocument;
import org.bson.Document;
import org.bson.RawBsonDocument;
import org.bson.codecs.DocumentCodec;
import org.junit.jupiter.api.Test;

import static dev.attune.query.fixture.Happenings.NOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ProfileViewTest {

  private static final UUID ADA = new UUID(5, 6);
  private static final EventCodec EVENTS = new AvroEventCodec();
  private static final RelayedCodec RECORDS = new RelayedCodec();

  private final ProfileView view = new ProfileView(ZoneOffset.UTC, RECORDS, EVENTS);

  private static Recorded recorded(long version, ProfileEvent event) {
    Instant at = NOON.plusNanos(version * 1_000);
    Envelope envelope = Happenings.envelope(ADA, version, 10 * version, event, at, at);
    return new Recorded(0, envelope, event, RECORDS.encode(new Relayed(envelope, 10 * (version - 1))));
  }

  /** What the store gives back: through BSON's bytes. */
  private static Document stored(Document document) {
    BsonDocument raw = new RawBsonDocument(document, new DocumentCodec());
    return new DocumentCodec().decode(raw.asBsonReader(), org.bson.codecs.DecoderContext.builder().build());
  }

  private static ProfileEvent everything(long version) {
    Map<String, Value> odd = new LinkedHashMap<>();
    odd.put("a.b", Value.of(1));
    odd.put("$set", Value.of(new BigDecimal("1.50")));
    odd.put("nul\u0000", Value.of("x\u0000y"));
    odd.put("", Value.NOTHING);
    odd.put("huge", Value.of(new BigDecimal("12345678901234567890123456789012345678901234567890.10")));
    odd.put("tiny", Value.of(new BigDecimal("1E-7000")));
    odd.put("zero", Value.of(new BigDecimal("0.000")));
    odd.put("flag", Value.of(true));
    odd.put("list", new Value.Items(List.of(Value.NOTHING, Value.of(Long.MIN_VALUE), new Value.Items(List.of()))));
    odd.put("object", new Value.Fields(Map.of("decimal", Value.of("trap"), "fields", Value.of("trap"))));
    return Happenings.traits("t" + version, NOON, odd);
  }

  private static DecisionMade decision(long version) {
    return new DecisionMade(
        new UUID(8, version), "r" + version, "hero", new SessionRef("s.$" + version % 3, version % 2 == 0), NOON, 1, 1,
        new Proposition(new UUID(8, version), "offer-" + version, 1, false, true), List.of(), new byte[32],
        Identity.user("u"), Map.of());
  }

  @Test
  void a_document_read_back_is_the_state_that_it_was_made_from() {
    Random random = new Random(1);
    ProfileState state = view.empty(ADA.toString());
    for (long version = 1; version <= 300; version++) {
      ProfileEvent event =
          switch ((int) (version % 9)) {
            case 0 -> everything(version);
            case 1 -> decision(version);
            case 2 -> new SamePersonRecognized(new UUID(1, version), "user", "u-" + version);
            default -> Happenings.any(random, version);
          };
      state = view.settled(view.evolve(state, recorded(version, event)));

      ProfileState back = view.state(ADA.toString(), stored(view.document(state)));

      assertThat(back.profile()).as("version %d", version).isEqualTo(state.profile());
      assertThat(back.story().behaviour()).as("version %d", version).isEqualTo(state.story().behaviour());
      assertThat(back.history().count()).isEqualTo(version);
      assertThat(back.history().events()).usingRecursiveComparison().isEqualTo(state.history().events());
    }
  }

  @Test
  void the_compact_history_holds_every_event_once_in_order() {
    Random random = new Random(2);
    ProfileState state = view.empty(ADA.toString());
    List<byte[]> all = new ArrayList<>();
    Map<String, Document> chunks = new LinkedHashMap<>();
    for (long version = 1; version <= 500; version++) {
      Recorded event = recorded(version, Happenings.any(random, version));
      all.add(event.encoded());
      state = view.evolve(state, event);
      if (random.nextInt(20) == 0 || version == 500) {
        for (Chunk chunk : view.chunks(state)) {
          assertThat(chunks.put(chunk.id(), stored(chunk.content()))).as("chunk %s", chunk.id()).isNull();
        }
        state = view.settled(state);
      }
    }

    List<byte[]> kept = new ArrayList<>();
    for (int n = 0; n < 500 / ProfileHistory.CHUNK; n++) {
      kept.addAll(Tail.events(chunks.get(Tail.id(ADA.toString(), n))));
    }
    kept.addAll(state.history().events());
    assertThat(kept).usingRecursiveComparison().isEqualTo(all);
  }

  @Test
  void an_event_whose_predecessor_is_missing_is_refused() {
    ProfileState state = view.evolve(view.empty(ADA.toString()), recorded(1, Happenings.view("m", "p", NOON)));

    assertThatThrownBy(() -> view.evolve(state, recorded(3, Happenings.view("m", "p", NOON))))
        .isInstanceOf(HistoryHoleException.class)
        .hasMessageContaining("version 1")
        .hasMessageContaining("version 3");
  }
}
