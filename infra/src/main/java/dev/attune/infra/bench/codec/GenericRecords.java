package dev.attune.infra.bench.codec;

import dev.attune.contracts.Event;
import dev.attune.contracts.Identity;
import dev.attune.contracts.ProfileEvent.DecisionMade;
import dev.attune.contracts.ProfileEvent.HeldBack;
import dev.attune.contracts.ProfileEvent.IdentityLinked;
import dev.attune.contracts.ProfileEvent.InteractionRecorded;
import dev.attune.contracts.ProfileEvent.Proposition;
import dev.attune.contracts.ProfileEvent.SessionRef;
import dev.attune.contracts.Times;
import dev.attune.contracts.value.Value;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericFixed;
import org.apache.avro.generic.GenericRecord;
import org.jspecify.annotations.Nullable;

/** The events of the benchmark as generic records of one event's schema, and back. */
final class GenericRecords {

  private final Schema schema;
  private final Map<String, Schema> named = new HashMap<>();

  GenericRecords(Schema schema) {
    this.schema = schema;
    collect(schema);
  }

  private void collect(Schema part) {
    switch (part.getType()) {
      case RECORD -> {
        if (named.put(part.getName(), part) == null) {
          part.getFields().forEach(field -> collect(field.schema()));
        }
      }
      case FIXED, ENUM -> named.put(part.getName(), part);
      case ARRAY -> collect(part.getElementType());
      case MAP -> collect(part.getValueType());
      case UNION -> part.getTypes().forEach(this::collect);
      case STRING, BYTES, INT, LONG, FLOAT, DOUBLE, BOOLEAN, NULL -> {}
    }
  }

  GenericRecord toGeneric(Event event) {
    return switch (event) {
      case InteractionRecorded e -> {
        GenericRecord times = record("Times", micros(e.times().original()), micros(e.times().sent()));
        times.put(2, micros(e.times().received()));
        times.put(3, new GenericData.EnumSymbol(named.get("Correction"), e.times().correction()));
        yield fill(
            new GenericData.Record(schema), uuid(e.source()), e.messageId(), e.kind(), e.name(), e.session(), times,
            values(e.properties()), e.identities().stream().map(this::identity).toList(), values(e.personal()),
            values(e.context()));
      }
      case IdentityLinked e ->
          fill(new GenericData.Record(schema), e.namespace(), ByteBuffer.wrap(e.digest()), e.value());
      case DecisionMade e ->
          fill(
              new GenericData.Record(schema), uuid(e.decisionId()), e.requestId(), e.placement(),
              record("SessionRef", e.session().id(), e.session().derived()), micros(e.decidedAt()), e.definitions(),
              e.seed(), proposition(e.proposition()), e.heldBack().stream().map(this::heldBack).toList(),
              ByteBuffer.wrap(e.digest()), identity(e.identity()), values(e.context()));
      default -> throw new IllegalArgumentException("%s is not measured".formatted(event));
    };
  }

  private GenericRecord heldBack(HeldBack held) {
    return record("HeldBack", held.offer(), held.version(), held.gate(), held.reason());
  }

  private @Nullable GenericRecord proposition(@Nullable Proposition p) {
    return p == null
        ? null
        : record("Proposition", uuid(p.propositionId()), p.offer(), p.version(), p.fallback(), p.consumed());
  }

  private GenericRecord identity(Identity identity) {
    return record("Identity", identity.namespace(), identity.value());
  }

  private GenericRecord record(String name, @Nullable Object... values) {
    return fill(new GenericData.Record(named.get(name)), values);
  }

  private static GenericRecord fill(GenericRecord record, @Nullable Object... values) {
    for (int i = 0; i < values.length; i++) {
      record.put(i, values[i]);
    }
    return record;
  }

  private GenericFixed uuid(UUID id) {
    byte[] bytes =
        ByteBuffer.allocate(16).putLong(id.getMostSignificantBits()).putLong(id.getLeastSignificantBits()).array();
    return new GenericData.Fixed(named.get("Uuid"), bytes);
  }

  private static @Nullable Long micros(@Nullable Instant time) {
    return time == null ? null : ChronoUnit.MICROS.between(Instant.EPOCH, time);
  }

  private Map<String, Object> values(Map<String, Value> values) {
    Map<String, Object> generic = new LinkedHashMap<>();
    values.forEach((name, value) -> generic.put(name, value(value)));
    return generic;
  }

  private GenericRecord value(Value value) {
    return switch (value) {
      case Value.Nothing _ -> record("Value", (Object) null);
      case Value.Flag flag -> record("Value", flag.value());
      case Value.Whole whole -> record("Value", whole.value());
      case Value.Decimal decimal -> {
        BigDecimal number = decimal.value();
        yield record(
            "Value", record("Decimal", ByteBuffer.wrap(number.unscaledValue().toByteArray()), number.scale()));
      }
      case Value.Text text -> record("Value", text.value());
      case Value.Items items -> record("Value", items.values().stream().map(this::value).toList());
      case Value.Fields fields -> record("Value", values(fields.values()));
    };
  }

  Event fromGeneric(Class<? extends Event> type, GenericRecord r) {
    if (type == InteractionRecorded.class) {
      GenericRecord times = (GenericRecord) r.get(5);
      return new InteractionRecorded(
          uuid(r.get(0)), text(r.get(1)), text(r.get(2)), text(r.get(3)), r.get(4) == null ? null : text(r.get(4)),
          new Times(
              times.get(0) == null ? null : time(times.get(0)), times.get(1) == null ? null : time(times.get(1)),
              time(times.get(2)), Times.Correction.valueOf(text(times.get(3)))),
          fields(r.get(6)), list(r.get(7)).stream().map(GenericRecords::toIdentity).toList(), fields(r.get(8)),
          fields(r.get(9)));
    }
    if (type == IdentityLinked.class) {
      return new IdentityLinked(text(r.get(0)), bytes(r.get(1)), text(r.get(2)));
    }
    GenericRecord session = (GenericRecord) r.get(3);
    return new DecisionMade(
        uuid(r.get(0)), text(r.get(1)), text(r.get(2)), new SessionRef(text(session.get(0)), (boolean) session.get(1)),
        time(r.get(4)), (long) r.get(5), (long) r.get(6), toProposition((GenericRecord) r.get(7)),
        list(r.get(8)).stream().map(GenericRecords::toHeldBack).toList(), bytes(r.get(9)), toIdentity(r.get(10)),
        fields(r.get(11)));
  }

  private static @Nullable Proposition toProposition(@Nullable GenericRecord r) {
    return r == null
        ? null
        : new Proposition(
            uuid(r.get(0)), text(r.get(1)), (int) r.get(2), (boolean) r.get(3), (boolean) r.get(4));
  }

  private static HeldBack toHeldBack(Object generic) {
    GenericRecord r = (GenericRecord) generic;
    return new HeldBack(text(r.get(0)), (int) r.get(1), text(r.get(2)), text(r.get(3)));
  }

  private static Identity toIdentity(Object generic) {
    GenericRecord r = (GenericRecord) generic;
    return new Identity(text(r.get(0)), text(r.get(1)));
  }

  private static String text(Object generic) {
    return generic.toString();
  }

  private static Instant time(Object micros) {
    return Instant.EPOCH.plus((long) micros, ChronoUnit.MICROS);
  }

  private static UUID uuid(Object fixed) {
    ByteBuffer bytes = ByteBuffer.wrap(((GenericFixed) fixed).bytes());
    return new UUID(bytes.getLong(), bytes.getLong());
  }

  private static byte[] bytes(Object generic) {
    byte[] bytes = new byte[((ByteBuffer) generic).remaining()];
    ((ByteBuffer) generic).get(bytes);
    return bytes;
  }

  private static List<?> list(Object generic) {
    return (List<?>) generic;
  }

  private static Map<String, Value> fields(Object generic) {
    Map<String, Value> fields = new LinkedHashMap<>();
    ((Map<?, ?>) generic).forEach((name, value) -> fields.put(name.toString(), toValue((GenericRecord) value)));
    return fields;
  }

  private static Value toValue(GenericRecord record) {
    return switch (record.get(0)) {
      case null -> Value.NOTHING;
      case Boolean flag -> new Value.Flag(flag);
      case Long whole -> new Value.Whole(whole);
      case GenericRecord decimal ->
          new Value.Decimal(new BigDecimal(new BigInteger(bytes(decimal.get(0))), (int) decimal.get(1)));
      case List<?> items -> {
        List<Value> values = new ArrayList<>();
        items.forEach(item -> values.add(toValue((GenericRecord) item)));
        yield new Value.Items(values);
      }
      case Map<?, ?> map -> new Value.Fields(fields(map));
      case Object text -> new Value.Text(text.toString());
    };
  }
}
